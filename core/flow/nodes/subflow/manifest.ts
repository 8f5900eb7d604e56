import { z } from 'zod';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { label, liquidText, variableName } from '../shared/fields.ts';
import { text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  /** Empty in a draft. */
  flowId: z.string().max(64),
  /** A published version of that flow; 0 in a draft. */
  version: z.int().min(0),
  /** What the other flow gets: its variable, and a Liquid text. An empty text leaves the variable's own default. */
  inputs: z.array(z.strictObject({ name: variableName, value: liquidText })).max(50),
  /** What comes back: the other flow's variable, and ours. */
  outputs: z.array(z.strictObject({ name: variableName, variable: variableName })).max(50),
});

export type SubflowData = z.infer<typeof schema>;

export const manifest: NodeManifest<'subflow', SubflowData> = {
  type: 'subflow',
  typeVersion: 1,
  family: 'logic',
  title: 'Run a flow',
  docs: 'Runs a published version of another flow inside this one, hands values to it and takes its results. Publishing that flow anew changes nothing here until you choose the new version.',
  schema,
  defaults: () => ({ flowId: '', version: 0, inputs: [], outputs: [] }),
  ports: () => [
    { id: 'completed', label: 'Completed' },
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: (data) =>
    data.flowId === '' || data.version === 0
      ? 'No flow chosen yet'
      : `Runs version ${data.version} of a flow`,
  limits: { inputs: 50, outputs: 50 },
  // How long the other flow takes stands in its own document.
  clock: () => ({ kind: 'instant' }),
  texts: (data) => data.inputs.flatMap(({ value }, index) => text(`inputs.${index}.value`, value)),
  writes: (data) =>
    data.outputs.flatMap(({ variable }, index) =>
      variable === ''
        ? []
        : [{ field: `outputs.${index}.variable`, name: variable, type: 'text', ports: ['completed'] }],
    ),
  subflow: (data) =>
    data.flowId === '' || data.version === 0 ? null : { flowId: data.flowId, version: data.version },
};
