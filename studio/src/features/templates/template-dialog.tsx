import type { ReactNode } from 'react';
import type { Template } from '../../../../core/api/templates.ts';
import { fullTime } from '../../shared/lib/time.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { draftOf } from './draft.ts';
import { TemplatePreview } from './template-preview.tsx';
import {
  categoryWords,
  isInReview,
  languageName,
  qualityLook,
  rejectionText,
  statusAdvice,
  statusLook,
} from './template-words.ts';

export interface TemplateDialogProps {
  template: Template;
  mayEdit: boolean;
  onClose: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** All about one template: how it looks, what Meta says of it, and what can be done. */
export function TemplateDialog({ template, mayEdit, onClose, onEdit, onDelete }: TemplateDialogProps) {
  const { status, components } = template;
  const isGone = status === 'DELETED';
  const isChangeable = !isGone && !isInReview(template) && status !== 'DISABLED';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={template.name}
      className="max-w-2xl"
      footer={
        mayEdit &&
        !isGone && (
          <>
            <Button variant="dangerGhost" className="mr-auto" onClick={onDelete}>
              Delete
            </Button>
            {isChangeable &&
              (draftOf(template) ? (
                <Button variant="primary" onClick={onEdit}>
                  Edit
                </Button>
              ) : (
                <p className="max-w-80 self-center text-right text-xs text-muted">
                  This kind of template is changed in WhatsApp Manager; it comes here by itself.
                </p>
              ))}
          </>
        )
      }
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Facts template={template} />
        <TemplatePreview components={components} />
      </div>
    </Dialog>
  );
}

function Facts({ template }: { template: Template }) {
  const { language, category, nextCategory, quality, advice, status, updatedAt } = template;
  const look = statusLook(template);
  const meaning = status === 'REJECTED' ? rejectionText(template) : statusAdvice(template);
  return (
    <div className="space-y-4">
      <dl className="grid grid-cols-[6rem_1fr] gap-x-3 gap-y-2 text-sm">
        <dt className="text-muted">State</dt>
        <dd>
          <Badge tone={look.tone}>{look.words}</Badge>
        </dd>
        <dt className="text-muted">Quality</dt>
        <dd>{qualityLook(quality)?.words ?? 'Not known yet'}</dd>
        <dt className="text-muted">Category</dt>
        <dd>{categoryWords[category]}</dd>
        <dt className="text-muted">Language</dt>
        <dd>
          {languageName(language)} <span className="text-muted">({language})</span>
        </dd>
        <dt className="text-muted">Changed</dt>
        <dd>{fullTime(updatedAt)}</dd>
      </dl>
      {nextCategory && (
        <Note tone="warn">
          Meta makes it {categoryWords[nextCategory].toLowerCase()} within a day. Its price changes, and flows
          send it only to people who agreed to {categoryWords[nextCategory].toLowerCase()} messages.
        </Note>
      )}
      {meaning && (
        <Note tone={status === 'REJECTED' || status === 'DISABLED' ? 'danger' : 'neutral'}>{meaning}</Note>
      )}
      {advice && (
        <Note tone="neutral">
          <span className="block font-medium">Meta says</span>
          <span className="whitespace-pre-line">{advice}</span>
        </Note>
      )}
    </div>
  );
}

const tones = {
  neutral: 'bg-surface-2 text-text',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
} as const;

function Note({ tone, children }: { tone: keyof typeof tones; children: ReactNode }) {
  return <p className={`rounded-lg px-3 py-2 text-[13px] leading-5 ${tones[tone]}`}>{children}</p>;
}
