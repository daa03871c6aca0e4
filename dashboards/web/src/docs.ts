import { mount } from 'svelte';
import './app.css';
import Docs from './Docs.svelte';
import { theme } from './lib/theme.svelte';

// Before anything is drawn, so that a remembered theme never flashes in the other colours.
theme.apply();

const target = document.getElementById('app');
if (!target) throw new Error('docs.html has no element with the id "app"');

mount(Docs, { target });
