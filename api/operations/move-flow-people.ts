import { randomUUID } from 'node:crypto';
import { json } from '../../platform/db/pool.ts';
import { previewMove } from '../flows/move-preview.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';

/** The move itself is a job of the worker's; those whose step is gone finish where they are. */
export const moveFlowPeople = operation('moveFlowPeople', {
  async handle({ tx, params: { org, flow }, body: { from, to } }) {
    const { places, kept, moved, gone } = await previewMove(tx, org, flow, from ?? null, to);
    const versions = [...new Set(places.map(({ version }) => version))];
    if (versions.length === 0) return { jobId: null, kept, moved, gone };
    const params = { filter: { versions }, toVersion: to };
    const [job] = await tx<{ id: string | null }[]>`
      select j.id from private.create_flow_job(${org}, ${flow}, ${randomUUID()}, 'move', ${json(tx, params)}, null) j`;
    if (!job?.id) throw new ApiError('not_found');
    return { jobId: job.id, kept, moved, gone };
  },
});
