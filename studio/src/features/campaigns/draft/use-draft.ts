import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { campaignProblems } from '../../../../../core/campaigns/problems.ts';
import { templateFacts } from '../../../../../core/flow/template-facts.ts';
import type { Preflight } from '../../../../../core/api/campaigns.ts';
import type {
  CampaignAudience,
  CampaignDelivery,
  CampaignVariant,
} from '../../../../../core/campaigns/document.ts';
import { api } from '../../../shared/api/api.ts';
import { templatesQuery } from '../../../shared/api/queries.ts';
import { useDebounced } from '../../../shared/lib/use-debounced.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import type { DraftContent, DraftStore } from './draft-store.ts';
import { mergeProblems, type FieldProblem } from './steps.ts';

const SETTLED_MS = 500;

export interface DraftView {
  store: DraftStore;
  mayEdit: boolean;
  preflight: PreflightView;
  /** All that it lacks. */
  problems: readonly FieldProblem[];
  /** Those to be shown beside their fields: not before somebody has had a chance to fill them in. */
  shown: readonly FieldProblem[];
}

export interface PreflightView {
  data: Preflight | undefined;
  error: unknown;
  /** What is shown is of an earlier state. */
  isBehind: boolean;
  refetch: () => void;
}

export const DraftContext = createContext<DraftView | null>(null);

export function useDraft(): DraftView {
  const view = useContext(DraftContext);
  if (!view) throw new Error('useDraft is used outside of the page of a draft.');
  return view;
}

/** The draft in parts, with a change for each. */
export function useDraftParts() {
  const { store, mayEdit } = useDraft();
  const content = useStore(store, (state) => state.content);
  const { change } = store.getState();
  const changeDoc = (part: Partial<DraftContent['doc']>) => {
    // Not of this render: two changes in one event would lose the first.
    if (mayEdit) change({ doc: { ...store.getState().content.doc, ...part } });
  };
  return {
    ...content,
    ...content.doc,
    change,
    setAudience: (audience: CampaignAudience) => changeDoc({ audience }),
    setVariants: (variants: CampaignVariant[]) => changeDoc({ variants }),
    setDelivery: (part: Partial<CampaignDelivery>) =>
      changeDoc({ delivery: { ...store.getState().content.doc.delivery, ...part } }),
  };
}

/** Who would get it, what it costs, when it is done: asked anew once the draft stands still. */
export function usePreflight({
  phoneNumberId,
  doc,
}: Pick<DraftContent, 'phoneNumberId' | 'doc'>): PreflightView {
  const { orgId } = useWorkspace();
  const asked = useMemo(() => ({ phoneNumberId, doc }), [phoneNumberId, doc]);
  const settled = useDebounced(asked, SETTLED_MS);
  const query = useQuery({
    queryKey: [orgId, 'campaign-preflight', settled] as const,
    queryFn: ({ signal }) =>
      api.call(
        'preflightCampaign',
        { params: { org: orgId }, body: settled },
        { signal, idempotencyKey: null },
      ),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  return {
    data: query.data,
    error: query.error,
    isBehind: query.isFetching || settled !== asked,
    refetch: () => void query.refetch(),
  };
}

export function useProblems(
  { phoneNumberId, doc }: DraftContent,
  theirs: readonly FieldProblem[],
): FieldProblem[] {
  const { orgId } = useWorkspace();
  const templates = useQuery(templatesQuery(orgId)).data;
  return useMemo(() => {
    if (!templates) return [...theirs];
    const facts = Object.fromEntries(
      templates.map((one) => [`${one.name}/${one.language}`, templateFacts(one)]),
    );
    // Which files there are the server knows, whose problems are theirs.
    return mergeProblems(campaignProblems(doc, { phoneNumberId, templates: facts, files: null }), theirs);
  }, [doc, phoneNumberId, templates, theirs]);
}
