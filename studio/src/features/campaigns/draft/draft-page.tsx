import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { BackTitle } from '../../../shared/ui/back-title.tsx';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { ConflictDialog } from '../../../shared/ui/conflict-dialog.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { SaveState } from '../../../shared/ui/save-state.tsx';
import { PlaceholderSource } from '../../../shared/ui/variable-menu.tsx';
import { CampaignMenu } from '../campaign-menu.tsx';
import { statusWords } from '../campaign-words.ts';
import { campaignQuery, readCampaign, type ReadCampaign } from '../queries.ts';
import { AudienceStep } from './audience-step.tsx';
import { DeliveryStep } from './delivery-step.tsx';
import { createDraftSaver, createDraftStore, type DraftSaver, type DraftStore } from './draft-store.ts';
import { MessagePreview } from './message-preview.tsx';
import { MessageStep } from './message-step.tsx';
import { usePlaceholders } from './placeholders.ts';
import { ReachPanel } from './reach-panel.tsx';
import { ReviewStep } from './review-step.tsx';
import { StepNav } from './step-nav.tsx';
import { stepOf, steps, type FieldProblem, type Step } from './steps.ts';
import { DraftContext, useDraft, usePreflight, useProblems, type DraftView } from './use-draft.ts';
import { useJump } from './use-jump.ts';

const none: readonly FieldProblem[] = [];

/** A draft in four steps, between which one goes as one likes. It is saved by itself. */
export function DraftPage({ read }: { read: ReadCampaign }) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('campaigns:write');
  const { id } = read.campaign;
  const queryClient = useQueryClient();
  const [store] = useState(() => createDraftStore(read));
  const [saver] = useState(() =>
    createDraftSaver({
      ...{ api, orgId, campaignId: id, store },
      readNewest: () => readCampaign(orgId, id),
      onGone: () => void queryClient.invalidateQueries({ queryKey: keys.campaign(orgId, id) }),
      onSaved: (saved) => {
        queryClient.setQueryData(campaignQuery(orgId, id).queryKey, saved);
        void queryClient.invalidateQueries({ queryKey: [...keys.campaigns(orgId), 'pages'] });
      },
    }),
  );
  useEffect(() => store.getState().follow(read), [store, read]);
  useEffect(() => {
    const stop = saver.start();
    return () => {
      // Leaving the page is no reason to lose the last second of work.
      void saver.saveNow();
      stop();
    };
  }, [saver]);
  const content = useStore(store, (state) => state.content);
  const preflight = usePreflight(content);
  const problems = useProblems(content, preflight.data?.problems ?? none);
  const step = useSearch({ from: '/signed-in/campaigns/$campaignId' }).step ?? 'audience';
  const left = useLeftSteps(step);
  const view = useMemo<DraftView>(
    () => ({
      ...{ store, mayEdit, preflight, problems },
      shown: problems.filter(({ field }) => left.has(stepOf(field))),
    }),
    [store, mayEdit, preflight, problems, left],
  );
  return (
    <DraftContext value={view}>
      <PlaceholderSource value={usePlaceholders}>
        <Draft id={id} step={step} left={left} saver={saver} />
      </PlaceholderSource>
    </DraftContext>
  );
}

/** Steps that were filled in: those that somebody has left, and all of them once they have been looked over. */
function useLeftSteps(step: Step): ReadonlySet<Step> {
  const [seen, setSeen] = useState<readonly Step[]>([step]);
  if (seen.at(-1) !== step) setSeen([...seen, step]);
  return useMemo(
    () =>
      new Set<Step>(seen.includes('review') ? steps.map(({ id }) => id) : seen.filter((one) => one !== step)),
    [seen, step],
  );
}

interface DraftProps {
  id: string;
  step: Step;
  left: ReadonlySet<Step>;
  saver: DraftSaver;
}

function Draft({ id, step, left, saver }: DraftProps) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const view = useDraft();
  const jump = useJump(step, id);
  const body = useRef<HTMLDivElement>(null);
  const [variantAt, setVariantAt] = useState(0);
  useEffect(() => {
    // The page scrolls, not the window: a new step begins at its top.
    body.current?.closest('.overflow-y-auto')?.scrollTo({ top: 0 });
  }, [step]);
  const jumpTo = (field: string) => {
    const variant = /^variants\.(\d)/.exec(field)?.[1];
    if (variant !== undefined) setVariantAt(Number(variant));
    jump(field);
  };
  const { doc, phoneNumberId } = useStore(view.store, (state) => state.content);
  const isConflict = useStore(view.store, (state) => state.saveStatus === 'conflict');
  return (
    <Page
      title={
        <BackTitle to="/campaigns" label="Back to campaigns">
          <NameField store={view.store} mayEdit={view.mayEdit} />
        </BackTitle>
      }
      actions={<Actions id={id} saver={saver} />}
    >
      <div ref={body} className="mx-auto max-w-6xl space-y-5">
        <StepNav id={id} step={step} left={left} problems={view.problems} />
        {view.preflight.data && doc.audience.include.length > 0 && (
          // Where the panel that says more lies far below.
          <p className="text-center text-[13px] text-muted tabular-nums lg:hidden">
            {peopleText(view.preflight.data.recipients)} so far
          </p>
        )}
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_21rem]">
          <div className="min-w-0 space-y-5">
            {step === 'review' ? (
              <ReviewStep id={id} saver={saver} onJump={jumpTo} />
            ) : (
              <fieldset disabled={!view.mayEdit} className="min-w-0 space-y-5">
                {step === 'audience' && <AudienceStep />}
                {step === 'message' && <MessageStep at={variantAt} onSelect={setVariantAt} />}
                {step === 'delivery' && <DeliveryStep />}
              </fieldset>
            )}
            <StepButtons id={id} step={step} />
          </div>
          <aside aria-label={step === 'message' ? 'Preview' : 'Reach'} className="min-w-0 lg:sticky lg:top-0">
            {step === 'message' ? (
              <MessagePreview
                variant={doc.variants[Math.min(variantAt, doc.variants.length - 1)]!}
                phoneNumberId={phoneNumberId}
                preflight={view.preflight}
              />
            ) : (
              <ReachPanel preflight={view.preflight} doc={doc} />
            )}
          </aside>
        </div>
      </div>
      <ConflictDialog
        isOpen={isConflict}
        noun="campaign"
        overwrite={saver.overwrite}
        onTakeTheirs={() =>
          void readCampaign(orgId, id).then((newest) => {
            const { content } = view.store.getState();
            view.store.setState({ saved: content, saveStatus: 'saved' });
            view.store.getState().follow(newest);
            queryClient.setQueryData(campaignQuery(orgId, id).queryKey, newest);
          })
        }
      />
    </Page>
  );
}

function NameField({ store, mayEdit }: { store: DraftStore; mayEdit: boolean }) {
  const name = useStore(store, (state) => state.content.name);
  const savedName = useStore(store, (state) => state.saved.name);
  return (
    <input
      aria-label="Name of the campaign"
      value={name}
      readOnly={!mayEdit}
      maxLength={200}
      placeholder={savedName}
      onFocus={(event) => mayEdit && event.target.select()}
      onChange={(event) => store.getState().change({ name: event.target.value })}
      onBlur={() => name.trim() === '' && store.getState().change({ name: savedName })}
      className="h-9 min-w-24 flex-1 truncate rounded-md bg-transparent px-1.5 text-xl font-semibold tracking-tight hover:bg-surface-2 focus-visible:bg-surface-2"
    />
  );
}

function Actions({ id, saver }: { id: string; saver: DraftSaver }) {
  const { store, mayEdit } = useDraft();
  const { content, saveStatus, savedAt, saveError } = useStore(store);
  return (
    <>
      {mayEdit ? (
        <SaveState {...{ saveStatus, savedAt, saveError }} onRetry={() => void saver.saveNow()} />
      ) : (
        <span className="text-xs text-muted">You may look, not change</span>
      )}
      <Badge tone={statusWords.draft.tone}>{statusWords.draft.label}</Badge>
      <CampaignMenu campaign={{ id, name: content.name, status: 'draft' }} />
    </>
  );
}

function StepButtons({ id, step }: { id: string; step: Step }) {
  const at = steps.findIndex((one) => one.id === step);
  const before = steps[at - 1];
  const next = steps[at + 1];
  return (
    <div className="flex justify-between gap-2 pb-2">
      {before ? (
        <Button asChild>
          <Link to="/campaigns/$campaignId" params={{ campaignId: id }} search={{ step: before.id }}>
            <ArrowLeft aria-hidden /> {before.title}
          </Link>
        </Button>
      ) : (
        <span />
      )}
      {next && (
        <Button asChild variant="primary">
          <Link to="/campaigns/$campaignId" params={{ campaignId: id }} search={{ step: next.id }}>
            {next.title} <ArrowRight aria-hidden />
          </Link>
        </Button>
      )}
    </div>
  );
}
