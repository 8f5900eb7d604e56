/** The demo flow that greets whoever writes "hi": three ways to go on, a booking with two questions, one nudge. */
import { defaultRules, FLOW_SCHEMA_VERSION } from '../document.ts';
import type { FlowDoc } from '../document.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { edgesFrom, sampleNode } from './build.ts';

const HALF_HOUR_MS = 30 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

const MENU_BUTTONS = [
  { id: 'book', title: 'Book a visit' },
  { id: 'prices', title: 'Prices' },
  { id: 'person', title: 'Talk to a person' },
];

const nodes: Record<string, FlowNode> = {
  start: sampleNode('keyword-trigger', 0, 360, {
    label: 'Someone says hi',
    keywords: [
      { match: 'exact', text: 'hi' },
      { match: 'exact', text: 'hello' },
    ],
  }),
  greet: sampleNode('send-buttons', 340, 360, {
    label: 'Greeting',
    body: "Hi {{ contact.firstName | default: 'there' }}! How can we help you today?",
    buttons: MENU_BUTTONS,
    timeoutMs: HALF_HOUR_MS,
  }),
  askName: sampleNode('ask', 680, 0, {
    label: 'Ask the name',
    text: 'Great! What is your name?',
    saveAs: 'name',
    validation: { kind: 'text', minLength: 2, maxLength: 80 },
    tries: 3,
    retryText: 'Please tell me your name, so that we know who is coming.',
    timeoutMs: DAY_MS / 2,
  }),
  askDay: sampleNode('ask', 1020, 0, {
    label: 'Ask the day',
    text: 'Thanks, {{ answers.name }}! Which day suits you?',
    saveAs: 'day',
    validation: {
      kind: 'choice',
      show: 'list',
      listButton: 'Choose a day',
      options: DAYS.map((title) => ({ id: title.toLowerCase(), title })),
    },
    tries: 3,
    retryText: 'Please choose one of the days in the list.',
    timeoutMs: DAY_MS / 2,
  }),
  confirm: sampleNode('send-text', 1360, 0, {
    label: 'Confirm the visit',
    text: 'All set, {{ answers.name }}: we look forward to seeing you on {{ answers.day }}.',
  }),
  tagBooked: sampleNode('set-tag', 1700, 0, { label: 'Tag as booked', action: 'add', tag: 'booked' }),
  booked: sampleNode('exit', 2040, 0, { label: 'Booked', outcome: 'completed', reason: 'Visit booked' }),
  noBooking: sampleNode('exit', 1360, 260, {
    label: 'No booking',
    outcome: 'exited',
    reason: 'Booking not finished',
  }),
  sendPrices: sampleNode('send-text', 680, 440, {
    label: 'Prices',
    text: 'A first visit is 40 EUR, a follow-up 25 EUR. Write "hi" at any time to book one.',
  }),
  pricesSent: sampleNode('exit', 1020, 440, {
    label: 'Prices sent',
    outcome: 'completed',
    reason: 'Prices sent',
  }),
  handOver: sampleNode('assign', 680, 680, {
    label: 'Talk to a person',
    note: '{{ contact.firstName | default: "Someone" }} asks to talk to a person.',
  }),
  nudge: sampleNode('send-buttons', 680, 920, {
    label: 'Nudge',
    body: 'Are you still there? Just tap one of these:',
    buttons: MENU_BUTTONS.map((button) => ({ ...button, id: `nudge_${button.id}` })),
    timeoutMs: HALF_HOUR_MS,
  }),
  silent: sampleNode('exit', 1020, 1040, { label: 'No reply', outcome: 'exited', reason: 'No reply' }),
};

export const welcomeFlow: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes,
  edges: edgesFrom([
    ['start', 'next', 'greet'],
    ['greet', 'button:book', 'askName'],
    ['greet', 'button:prices', 'sendPrices'],
    ['greet', 'button:person', 'handOver'],
    ['greet', 'other', 'greet'],
    ['greet', 'no-reply', 'nudge'],
    ['askName', 'valid', 'askDay'],
    ['askName', 'gave-up', 'handOver'],
    ['askName', 'no-reply', 'noBooking'],
    ['askDay', 'valid', 'confirm'],
    ['askDay', 'gave-up', 'handOver'],
    ['askDay', 'no-reply', 'noBooking'],
    ['confirm', 'sent', 'tagBooked'],
    ['tagBooked', 'next', 'booked'],
    ['sendPrices', 'sent', 'pricesSent'],
    ['nudge', 'button:nudge_book', 'askName'],
    ['nudge', 'button:nudge_prices', 'sendPrices'],
    ['nudge', 'button:nudge_person', 'handOver'],
    ['nudge', 'other', 'greet'],
    ['nudge', 'no-reply', 'silent'],
  ]),
  variables: { name: { type: 'text' }, day: { type: 'text' } },
  rules: defaultRules,
  notes: {
    about: {
      text: 'Sample. Write "hi" to the demo number to start it.',
      ui: { x: 0, y: 220 },
    },
  },
};
