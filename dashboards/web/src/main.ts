import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { LiveBoard } from './lib/live.svelte';
import { whyRefused } from './lib/session';
import { theme } from './lib/theme.svelte';

// Before anything is drawn, so that a remembered theme never flashes in the other colours.
theme.apply();

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app"');

mount(App, { target, props: { live: new LiveBoard('/api/v1/live', whyRefused) } });
