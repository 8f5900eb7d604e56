import { importFlow as fromFile } from '../../core/flow/transfer.ts';
import { insertFlow } from '../flows/insert-flow.ts';
import { unreadable } from '../flows/read-draft.ts';
import { contextOf, loadSurroundings } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';

export const importFlow = operation('importFlow', {
  async handle({ tx, params: { org }, body }) {
    const around = await loadSurroundings(tx, org);
    // Nothing in this organisation is the flow itself yet, and what it needs is looked up by name only.
    const read = fromFile(body.file, contextOf('', around, {}));
    if (!read.ok) throw unreadable(read.problems, 'file');
    const flow = await insertFlow(tx, org, body.name ?? read.name, read.doc);
    return { flow, needs: read.needs };
  },
});
