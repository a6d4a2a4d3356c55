// Single-key shortcuts. They can be turned off (WCAG 2.1.4), and never act while something is being typed.
import { openSource } from './evidence.js';

const SWITCH = 'replydesk.keys';
const isOn = () => localStorage.getItem(SWITCH) !== 'off';

export function listen() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return leave(event);
    if (isTyping(event.target) || document.querySelector('dialog[open]') || !isOn()) return;
    if (act(event.key)) event.preventDefault();
  });
  help();
}

function isTyping(element) {
  return element.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null;
}

function act(key) {
  if (key === '?') return openHelp();
  if (key === '/') return focus('[data-search]', '/search');
  if (key === 'j' || key === 'k') return move(key === 'j' ? 1 : -1);
  if (key === 'n') return press('[data-next]');
  if (/^[1-9]$/.test(key)) return digit(key);
  if (key === 'r' || key === 'm') return panel(key);
  return press(`[data-key="${CSS.escape(key)}"]`);
}

function press(selector) {
  const found = document.querySelector(selector);
  if (!found) return false;
  found.click();
  return true;
}

function focus(selector, otherwise) {
  const found = document.querySelector(selector);
  if (found) found.focus();
  else location.assign(otherwise);
  return true;
}

function digit(key) {
  const reasons = document.querySelector('details[data-panel="r"][open]');
  if (reasons) {
    const reason = reasons.querySelector(`[data-digit="${key}"]`);
    if (reason) reason.click();
    return true;
  }
  return openSource(key);
}

function panel(key) {
  const wanted = document.querySelector(`details[data-panel="${key}"]`);
  if (!wanted) return false;
  for (const other of document.querySelectorAll('details[data-panel][open]')) if (other !== wanted) other.open = false;
  wanted.open = !wanted.open;
  const first = wanted.open && wanted.querySelector('[data-digit], input[type="text"]');
  if (first) first.focus();
  else wanted.querySelector('summary').focus();
  return true;
}

// j and k move the focus along the list; Enter, or Space, opens.
function move(step) {
  const rows = [...document.querySelectorAll('#inbox-list a')].filter((row) => row.offsetParent !== null);
  if (!rows.length) return false;
  const focused = rows.indexOf(document.activeElement);
  const here = focused >= 0 ? focused : rows.findIndex((row) => row.hasAttribute('aria-current'));
  const there = Math.min(rows.length - 1, Math.max(0, here + step));
  rows[there].focus();
  return true;
}

function leave(event) {
  const open = document.querySelector('details[data-panel][open]');
  if (open) {
    open.open = false;
    open.querySelector('summary').focus();
  } else if (isTyping(event.target)) event.target.blur();
}

function openHelp() {
  document.getElementById('keys')?.showModal();
  return true;
}

function help() {
  const dialog = document.getElementById('keys');
  if (!dialog) return;
  const state = dialog.querySelector('[data-keys-state]');
  const button = dialog.querySelector('[data-keys-switch]');
  const show = () => {
    state.textContent = isOn() ? state.dataset.on : state.dataset.off;
    button.textContent = isOn() ? button.dataset.off : button.dataset.on;
  };
  button.addEventListener('click', () => {
    localStorage.setItem(SWITCH, isOn() ? 'off' : 'on');
    show();
  });
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  document.querySelector('[data-help]')?.addEventListener('click', openHelp);
  show();
}
