/** What the tests need of the machine: finds it, or, as root on Debian, installs it from apt and says so in one line. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The Debian packages that bring a command; where one release splits a package, the later ones are tried too. */
const packagesOf = {
  docker: ['docker.io', 'docker-cli'],
  dockerd: ['docker.io'],
  podman: ['podman'],
  containerd: ['containerd'],
  ctr: ['containerd'],
  skopeo: ['skopeo'],
  chromium: ['chromium'],
  'firefox-esr': ['firefox-esr'],
  WebKitWebDriver: ['webkit2gtk-driver'],
  Xvfb: ['xvfb'],
  xz: ['xz-utils'],
}

const chromiums = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser']
const firefoxes = ['firefox-esr', 'firefox']

/** The path of a command, as a shell finds it; daemons stand in sbin, which is not on everybody's PATH. */
export function find(command) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  return folders.map((folder) => join(folder, command)).find(isExecutable)
}

/** Undefined where all of the commands are there, else in plain words what is missing and what brings it. */
export function ensure(...commands) {
  for (const command of commands)
    for (const name of packagesOf[command] ?? [command]) if (!find(command) && mayInstall()) install(name, command)
  const missing = commands.filter((command) => !find(command))
  if (missing.length === 0) return undefined
  const packages = [...new Set(missing.map((command) => packagesOf[command]?.[0] ?? command))]
  return `${missing.join(' and ')} not found; on Debian: apt-get install ${packages.join(' ')}`
}

/** As `ensure`, for programs that need root to run, as engines do. */
export function ensureAsRoot(...commands) {
  const missing = ensure(...commands)
  return missing ?? (isRoot() ? undefined : `${commands[0]} needs root to run here; start the tests as root`)
}

/**
 * The path of a Chromium: $CHROME, an installed one, or apt's.
 * @throws Error in plain words where there is none.
 */
export function browser() {
  const chosen = process.env['CHROME'] ?? chromiums.map(find).find(Boolean)
  if (chosen) return chosen
  const missing = ensure('chromium')
  if (missing) throw new Error(`No browser to test in: ${missing}, or set CHROME to the path of a Chromium or Chrome`)
  return find('chromium')
}

/** The path of a Firefox: $FIREFOX, an installed one, or apt's; or in plain words what is missing. */
export function firefox() {
  const chosen = process.env['FIREFOX'] ?? firefoxes.map(find).find(Boolean)
  if (chosen) return { path: chosen }
  const missing = ensure('firefox-esr')
  return missing ? { missing: `${missing}, or set FIREFOX to the path of a Firefox` } : { path: find('firefox-esr') }
}

const isRoot = () => process.getuid?.() === 0

const mayInstall = () =>
  isRoot() &&
  existsSync('/etc/debian_version') &&
  Boolean(find('apt-get')) &&
  process.env['LAYERSHED_NO_INSTALL'] !== '1'

let updated = false

function install(name, command) {
  console.log(`${command} is not here: installing ${name} with apt-get (LAYERSHED_NO_INSTALL=1 forbids it)`)
  if (!updated) aptGet('update')
  updated = true
  aptGet('install', '-y', '--no-install-recommends', name)
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    execFileSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (failure) {
    throw new Error(`apt-get ${args.join(' ')} failed: ${failure.stderr ?? failure.message}`, { cause: failure })
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
