import type { NodeFamily } from '../../../../core/flow/nodes/contract.ts';

export interface FamilyLook {
  label: string;
  /** Class names in full, so that Tailwind finds them. */
  text: string;
  chip: string;
  bar: string;
  /** CSS colour for the minimap. */
  color: string;
}

export const families: Record<NodeFamily, FamilyLook> = {
  trigger: look('Triggers', 'text-trigger', 'bg-trigger/12 text-trigger', 'bg-trigger', '--family-trigger'),
  rule: look('Rules', 'text-rule', 'bg-rule/12 text-rule', 'bg-rule', '--family-rule'),
  message: look('Messages', 'text-message', 'bg-message/12 text-message', 'bg-message', '--family-message'),
  ask: look('Ask', 'text-ask', 'bg-ask/12 text-ask', 'bg-ask', '--family-ask'),
  logic: look('Logic', 'text-logic', 'bg-logic/12 text-logic', 'bg-logic', '--family-logic'),
  time: look('Time', 'text-time', 'bg-time/12 text-time', 'bg-time', '--family-time'),
  data: look('Data', 'text-data', 'bg-data/12 text-data', 'bg-data', '--family-data'),
  people: look('People', 'text-people', 'bg-people/12 text-people', 'bg-people', '--family-people'),
  end: look('End', 'text-end-family', 'bg-end-family/12 text-end-family', 'bg-end-family', '--family-end'),
};

export const familyOrder = Object.keys(families) as NodeFamily[];

function look(label: string, text: string, chip: string, bar: string, variable: string): FamilyLook {
  return { label, text, chip, bar, color: `var(${variable})` };
}
