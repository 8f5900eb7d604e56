import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CampaignVariant } from '../../../../../core/campaigns/document.ts';
import { numbersQuery, templatesQuery } from '../../../shared/api/queries.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Spinner } from '../../../shared/ui/spinner.tsx';
import { TemplatePreview } from '../../templates/template-preview.tsx';
import type { PreflightView } from './use-draft.ts';

export interface MessagePreviewProps {
  variant: CampaignVariant;
  phoneNumberId: string | null;
  /** Left out: it is shown as it is written only. */
  preflight?: PreflightView;
}

/** A variant as people read it: as it is written, or filled in for somebody who would get it. */
export function MessagePreview({ variant, phoneNumberId, preflight }: MessagePreviewProps) {
  const { orgId } = useWorkspace();
  const number = useQuery(numbersQuery(orgId)).data?.items.find(({ id }) => id === phoneNumberId);
  const templates = useQuery(templatesQuery(orgId)).data;
  const [personId, setPersonId] = useState<string | null>(null);
  const { name, language, header, body } = variant.template;
  const template = templates?.find((one) => one.name === name && one.language === language);
  const samples = preflight?.data?.samples.filter((sample) => sample.variant === variant.key) ?? [];
  const person = samples.find(({ contactId }) => contactId === personId);
  return (
    <div className="space-y-3">
      <div className="overflow-hidden rounded-[28px] border-8 border-[#1f2733] bg-chat shadow-pop dark:border-[#303b4a]">
        <p className="flex items-center gap-2 bg-[#0b5c48] px-4 py-2.5 text-[13px] font-medium text-white">
          <span aria-hidden className="size-6 rounded-full bg-white/25" />
          <span className="min-w-0 truncate">{number?.verifiedName ?? 'Your business'}</span>
          {preflight?.isBehind && <Spinner className="ml-auto size-3.5" />}
        </p>
        <div className="min-h-72 [&_figure]:min-h-72 [&_figure]:rounded-none [&_figure]:border-0">
          {!template ? (
            <p className="grid min-h-72 place-items-center px-8 text-center text-[13px] text-bubble-muted">
              {name === '' ? 'Choose a template to see it here.' : `“${name}” is not in this workspace.`}
            </p>
          ) : person && person.text === null ? (
            <p className="grid min-h-72 place-items-center px-8 text-center text-[13px] text-bubble-muted">
              A value is missing for this person, so they are left out.
            </p>
          ) : (
            <TemplatePreview components={template.components} values={{ header, body }} text={person?.text} />
          )}
        </div>
      </div>
      {samples.length > 0 && (
        <div role="group" aria-label="Filled in for" className="flex flex-wrap gap-1.5">
          {[null, ...samples].map((sample) => {
            const isShown = (sample?.contactId ?? null) === (person?.contactId ?? null);
            return (
              <button
                key={sample?.contactId ?? 'written'}
                type="button"
                aria-pressed={isShown}
                onClick={() => setPersonId(sample?.contactId ?? null)}
                className={cn(
                  'h-7 max-w-40 truncate rounded-full border px-2.5 text-xs font-medium',
                  isShown
                    ? 'border-primary bg-primary-soft text-primary'
                    : 'border-border bg-surface text-muted hover:text-text',
                )}
              >
                {sample === null ? 'As written' : (sample.contactName ?? 'No name')}
              </button>
            );
          })}
        </div>
      )}
      {preflight && (
        <p className="text-xs text-muted">
          {samples.length > 0
            ? 'Real people of the audience, with what is known of each.'
            : 'Once people are chosen, you can see it filled in for some of them.'}
        </p>
      )}
    </div>
  );
}
