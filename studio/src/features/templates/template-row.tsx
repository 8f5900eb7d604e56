import type { Template } from '../../../../core/api/templates.ts';
import { templateParts } from '../../../../core/messaging/template-parts.ts';
import { Badge, SampleBadge } from '../../shared/ui/badge.tsx';
import { categoryWords, languageName, qualityLook, statusLook } from './template-words.ts';

export function TemplateRow({ template, onOpen }: { template: Template; onOpen: () => void }) {
  const { name, language, category, nextCategory, quality, components, isSample } = template;
  const status = statusLook(template);
  const look = qualityLook(quality);
  return (
    <li className="border-b border-border last:border-b-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-left hover:bg-surface-2/60"
      >
        <span className="min-w-48 flex-1">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{name}</span>
            {isSample && <SampleBadge />}
          </span>
          <span className="line-clamp-1 text-[13px] text-muted">
            {templateParts(components).body || (category === 'AUTHENTICATION' ? 'A code' : 'No text')}
          </span>
        </span>
        <span className="w-40 text-[13px] text-muted">
          <span className="block truncate">{languageName(language)}</span>
          <span className="block">
            {categoryWords[category]}
            {nextCategory && `, soon ${categoryWords[nextCategory].toLowerCase()}`}
          </span>
        </span>
        <span className="flex w-56 flex-wrap justify-end gap-1.5 max-sm:w-auto">
          {look && <Badge tone={look.tone}>{look.words}</Badge>}
          <Badge tone={status.tone}>{status.words}</Badge>
        </span>
      </button>
    </li>
  );
}
