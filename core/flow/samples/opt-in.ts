/**
 * A flow that asks for marketing messages and takes a yes only from the button: a double opt-in. Whoever asks for it is noted as
 * asked; the button that confirms makes it a yes, and the ledger keeps both, with the message by which they said so.
 */
import { defaultRules, FLOW_SCHEMA_VERSION } from '../document.ts';
import type { FlowDoc } from '../document.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { edgesFrom, sampleNode } from './build.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const nodes: Record<string, FlowNode> = {
  start: sampleNode('keyword-trigger', 0, 200, {
    label: 'Asks for offers',
    keywords: [
      { match: 'exact', text: 'offers' },
      { match: 'exact', text: 'news' },
    ],
  }),
  asked: sampleNode('set-consent', 340, 200, { label: 'Asked, not confirmed', state: 'requested' }),
  confirm: sampleNode('send-buttons', 680, 200, {
    label: 'Please confirm',
    body: "Hi {{ contact.firstName | default: 'there' }}! May we send you offers here, at most twice a month? You can stop at any time.",
    buttons: [
      { id: 'yes', title: 'Yes, send offers' },
      { id: 'no', title: 'No, thanks' },
    ],
    timeoutMs: DAY_MS,
  }),
  agreed: sampleNode('set-consent', 1020, 0, { label: 'Confirmed', state: 'granted' }),
  welcome: sampleNode('send-text', 1360, 0, {
    label: 'Welcome',
    text: 'You are in. Write STOP whenever you have had enough.',
  }),
  done: sampleNode('exit', 1700, 0, { label: 'Agreed', outcome: 'completed', reason: 'Agreed' }),
  refused: sampleNode('set-consent', 1020, 260, { label: 'Said no', state: 'denied' }),
  goodbye: sampleNode('send-text', 1360, 260, {
    label: 'No offers',
    text: 'No problem, you will get no offers from us.',
  }),
  left: sampleNode('exit', 1700, 260, { label: 'Refused', outcome: 'completed', reason: 'Refused' }),
  unanswered: sampleNode('exit', 1020, 520, {
    label: 'No answer',
    outcome: 'completed',
    reason: 'Not confirmed',
  }),
};

export const optInFlow: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes,
  edges: edgesFrom([
    ['start', 'next', 'asked'],
    ['asked', 'next', 'confirm'],
    ['confirm', 'button:yes', 'agreed'],
    ['confirm', 'button:no', 'refused'],
    ['confirm', 'other', 'confirm'],
    ['confirm', 'no-reply', 'unanswered'],
    ['agreed', 'next', 'welcome'],
    ['welcome', 'sent', 'done'],
    ['refused', 'next', 'goodbye'],
    ['goodbye', 'sent', 'left'],
  ]),
  variables: {},
  rules: defaultRules,
  notes: {},
};
