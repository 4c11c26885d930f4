import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'
import { spools } from './output/scratch'
import { Session } from './session.svelte'

void spools.clearAbandoned()

const target = document.getElementById('app')
if (target) mount(App, { target, props: { session: new Session() } })
