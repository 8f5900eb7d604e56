/** The demo flow for new leads: thanks now, a template after a day, another after three more unless the person replied. */
import { defaultRules, FLOW_SCHEMA_VERSION } from '../document.ts';
import type { FlowDoc } from '../document.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { edgesFrom, sampleNode } from './build.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const FIRST_NAME = "{{ contact.firstName | default: 'there' }}";

const nodes: Record<string, FlowNode> = {
  start: sampleNode('tag-trigger', 0, 120, { label: 'Became a lead', tag: 'lead' }),
  window: sampleNode('window-check', 340, 120, { label: 'Wrote in the last 24 hours?' }),
  thanksText: sampleNode('send-text', 680, 0, {
    label: 'Thanks as text',
    text: `Hi ${FIRST_NAME}, thanks for your interest! Just write back if you have a question.`,
  }),
  thanksTemplate: sampleNode('send-template', 680, 260, {
    label: 'Thanks as template',
    name: 'thanks_update',
    language: 'en_US',
    header: [],
    body: [FIRST_NAME],
  }),
  oneDay: sampleNode('delay', 1020, 120, { label: 'One day', mode: 'duration', durationMs: DAY_MS }),
  firstFollowUp: sampleNode('send-template', 1360, 120, {
    label: 'First follow-up',
    name: 'appointment_reminder',
    language: 'en_US',
    header: [],
    body: [FIRST_NAME, 'a day of your choice'],
  }),
  threeDays: sampleNode('delay', 1700, 120, {
    label: 'Three more days',
    mode: 'duration',
    durationMs: 3 * DAY_MS,
  }),
  secondFollowUp: sampleNode('send-template', 2040, 120, {
    label: 'Second follow-up',
    name: 'thanks_update',
    language: 'en_US',
    header: [],
    body: [FIRST_NAME],
  }),
  done: sampleNode('exit', 2380, 120, { label: 'Done', outcome: 'completed', reason: 'All follow-ups sent' }),
};

export const followUpDripFlow: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes,
  edges: edgesFrom([
    ['start', 'next', 'window'],
    ['window', 'open', 'thanksText'],
    ['window', 'closed', 'thanksTemplate'],
    ['thanksText', 'sent', 'oneDay'],
    ['thanksTemplate', 'sent', 'oneDay'],
    ['oneDay', 'next', 'firstFollowUp'],
    ['firstFollowUp', 'sent', 'threeDays'],
    ['threeDays', 'next', 'secondFollowUp'],
    ['secondFollowUp', 'sent', 'done'],
  ]),
  variables: {},
  rules: { ...defaultRules, exitOn: { ...defaultRules.exitOn, reply: true } },
  notes: {
    about: {
      text: 'Sample. Add the tag "lead" to a contact to start it; a reply while it waits ends it.',
      ui: { x: 0, y: -20 },
    },
  },
};
