import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, CircleAlert, CircleCheck, Send, TestTubeDiagonal, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { organizationQuery } from '../../../shared/api/queries.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { counted } from '../../../shared/lib/counted.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import type { DraftSaver } from './draft-store.ts';
import { Panel } from './panel.tsx';
import { reviewLines } from './review-words.ts';
import { StartDialog } from './start-dialog.tsx';
import { placeText, stepOf, steps, type FieldProblem } from './steps.ts';
import { TestDialog } from './test-dialog.tsx';
import { useDraft, useDraftParts } from './use-draft.ts';
import { useNames } from './use-names.ts';

export interface ReviewStepProps {
  id: string;
  saver: DraftSaver;
  onJump: (field: string) => void;
}

/** Everything in words, what it lacks, a test with a few people, and the start. */
export function ReviewStep({ id, saver, onJump }: ReviewStepProps) {
  const { orgId } = useWorkspace();
  const { mayEdit, preflight, problems } = useDraft();
  const { name, doc, phoneNumberId } = useDraftParts();
  const needsApproval = useQuery(organizationQuery(orgId)).data?.campaignApproval ?? false;
  const lines = reviewLines(doc, phoneNumberId, useNames(doc));
  const [open, setOpen] = useState<'test' | 'start' | null>(null);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const isReady = errors.length === 0 && preflight.data !== undefined && !preflight.isBehind;
  return (
    <>
      <Problems problems={problems} onJump={onJump} />
      <Panel title="In words">
        <dl className="divide-y divide-border">
          {lines.map(({ step, title, text }) => (
            <div
              key={title}
              className="flex gap-x-3 py-2 text-sm first:pt-0 last:pb-0 max-sm:flex-col sm:items-baseline"
            >
              <dt className="w-28 shrink-0 text-[13px] text-muted">{title}</dt>
              <dd className="flex min-w-0 flex-1 items-baseline gap-3">
                <span className="min-w-0 flex-1 break-words">{text}</span>
                <Link
                  to="/campaigns/$campaignId"
                  params={{ campaignId: id }}
                  search={{ step }}
                  aria-label={`${mayEdit ? 'Change' : 'Look at'}: ${title}`}
                  className="shrink-0 text-xs text-primary hover:underline"
                >
                  {mayEdit ? 'Change' : 'Look'}
                </Link>
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
      {mayEdit && (
        <section
          aria-label="Start"
          className="flex flex-wrap items-center gap-3 rounded-xl border border-border bg-surface p-4 shadow-card sm:p-5"
        >
          <p className="min-w-56 flex-1 text-[13px] text-muted">
            {errors.length > 0
              ? `${counted(errors.length, 'problem')} ${errors.length === 1 ? 'is' : 'are'} in the way.`
              : needsApproval
                ? 'In this workspace a second person approves each campaign before it is sent.'
                : 'Send it to a few of your own people first: a test costs what a message costs.'}
          </p>
          <Button onClick={() => setOpen('test')}>
            <TestTubeDiagonal aria-hidden /> Send a test…
          </Button>
          <Button variant="primary" disabled={!isReady} onClick={() => setOpen('start')}>
            <Send aria-hidden />{' '}
            {needsApproval ? 'Ask for approval…' : doc.delivery.startsAt ? 'Schedule…' : 'Start…'}
          </Button>
        </section>
      )}
      {open === 'test' && <TestDialog id={id} doc={doc} saver={saver} onClose={() => setOpen(null)} />}
      {open === 'start' && preflight.data && (
        <StartDialog
          {...{ id, name, saver, needsApproval }}
          isTimed={doc.delivery.startsAt !== null}
          preflight={preflight.data}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function Problems({
  problems,
  onJump,
}: {
  problems: readonly FieldProblem[];
  onJump: (field: string) => void;
}) {
  const { preflight } = useDraft();
  const { variants } = useDraftParts();
  if (problems.length === 0) {
    return preflight.data === undefined ? null : (
      <p
        role="status"
        className="flex items-center gap-2.5 rounded-xl border border-primary/30 bg-primary-soft px-4 py-3 text-sm text-primary"
      >
        <CircleCheck aria-hidden className="size-4.5 shrink-0" /> Nothing is missing.
      </p>
    );
  }
  const sorted = [...problems].sort((a, b) => a.severity.localeCompare(b.severity));
  return (
    <section
      aria-label="Problems"
      className="overflow-hidden rounded-xl border border-border bg-surface shadow-card"
    >
      <ul>
        {sorted.map(({ code, severity, field, message }) => {
          const isError = severity === 'error';
          const Icon = isError ? CircleAlert : TriangleAlert;
          const title = steps.find(({ id }) => id === stepOf(field))?.title;
          const place = placeText(field, variants);
          return (
            <li key={`${code} ${field}`} className="border-b border-border last:border-b-0">
              <button
                type="button"
                onClick={() => onJump(field)}
                className="flex w-full cursor-pointer items-center gap-3 px-4 py-2.5 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2"
              >
                <Icon
                  aria-hidden
                  className={cn('size-4.5 shrink-0', isError ? 'text-danger' : 'text-warn')}
                />
                <span className="sr-only">{isError ? 'Problem: ' : 'Warning: '}</span>
                <span className="min-w-0 flex-1">
                  {place && <span className="font-medium">{place}: </span>}
                  {message}
                </span>
                <span className="text-xs text-muted">{title}</span>
                <ChevronRight aria-hidden className="size-4 text-muted" />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
