// The desk with script: loads what each page can use. Without it, every page works by links and forms.
import { listen } from './keyboard.js';
import { lightSources } from './evidence.js';
import { follow } from './live.js';
import { edit } from './edit.js';
import { loadPast } from './past.js';
import { countDown } from './undo.js';
import { localTimes } from './times.js';

document.documentElement.classList.add('scripted');

export function refresh() {
  lightSources();
  localTimes();
  edit();
  loadPast();
}

// Words that were kept over a new sign-in are shown in the answer to it: loading again must not send the password again.
const { here } = document.body.dataset;
if (location.pathname === '/sign-in' && !document.getElementById('sign-in')) history.replaceState({}, '', here);
listen();
refresh();
countDown();
follow(refresh);
