import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toast } from 'sonner';
import type { BulkResult } from '../../../../../core/api/bulk.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { added, batchesOf, nothingDone, restText } from './batches.ts';

export interface BulkWork {
  /** What is asked for; something else begins from the first batch. */
  asked: string;
  send: (contacts: string[], idempotencyKey: string) => Promise<BulkResult>;
  /** What is told when it is done. */
  doneText: (changed: number) => string;
}

interface Progress {
  asked: string;
  batches: { contacts: string[]; key: string }[];
  /** Batches that are through. */
  done: number;
  result: BulkResult;
}

/**
 * Works on contacts batch by batch. After a failure the next try goes on with the batch that failed, under its key: nobody is worked on
 * twice.
 */
export function useBulk(ids: ReadonlySet<string>, onDone: () => void) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const progress = useRef<Progress | null>(null);
  const [donePeople, setDonePeople] = useState(0);
  const mutation = useMutation({
    mutationFn: async ({ asked, send }: BulkWork) => {
      if (progress.current?.asked !== asked) {
        const batches = batchesOf([...ids]).map((contacts) => ({ contacts, key: crypto.randomUUID() }));
        progress.current = { asked, batches, done: 0, result: nothingDone };
        setDonePeople(0);
      }
      const work = progress.current;
      for (const { contacts, key } of work.batches.slice(work.done)) {
        work.result = added(work.result, await send(contacts, key));
        work.done += 1;
        setDonePeople((done) => done + contacts.length);
      }
      return work.result;
    },
    onSuccess: (result, { doneText }) => {
      toast.success(doneText(result.changed), { description: restText(result) });
      onDone();
    },
    onSettled: () =>
      Promise.all(
        [
          keys.contacts(orgId),
          [orgId, 'contact'],
          keys.segments(orgId),
          keys.contactFields(orgId),
          keys.conversations(orgId),
        ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  });
  return { ...mutation, donePeople, total: ids.size };
}
