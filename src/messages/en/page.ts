/** The words of the three places on the screen. */
export const page = {
  there: 'Already there',
  thereHint: 'What does the destination have? Its base archives, or the JSON of docker image inspect.',
  chooseBases: 'Choose base archives or JSON',
  chooseMoreBases: '+ More bases or JSON',
  hosts: 'The inventories come from',
  oneHost: 'one host',
  everyHost: 'several hosts, and the archive must load on each',
  send: 'To send',
  sendHint: 'The docker save archives that you want to carry.',
  chooseTargets: 'Choose archives to send',
  chooseMoreTargets: '+ More archives to send',
  sample: 'Try the built-in sample',
  sampleHint: 'No Docker at hand? This page makes a base and an image built on it.',
  carry: 'To carry',
  dropNow: 'Drop the files: bases and archives to send are told apart by their layers',
  dropOn: { base: 'Drop them: this is already there', target: 'Drop them: this is to be sent' },
}
