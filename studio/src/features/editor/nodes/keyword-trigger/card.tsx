import type {
  Keyword,
  KeywordTriggerData,
} from '../../../../../../core/flow/nodes/keyword-trigger/manifest.ts';
import { cn } from '../../../../shared/lib/cn.ts';

export function Card({ data }: { data: KeywordTriggerData }) {
  return <KeywordChips keywords={data.keywords} before="When somebody writes" />;
}

export function KeywordChips({ keywords, before }: { keywords: readonly Keyword[]; before: string }) {
  const words = keywords.filter((keyword) => keyword.text.trim() !== '');
  return (
    <div className="px-3.5 pb-1.5">
      <p className="pb-1.5 text-[13px] text-muted">{words.length === 0 ? 'No keyword yet' : before}</p>
      <p className="flex flex-wrap gap-1">
        {words.slice(0, 12).map((keyword, index) => (
          <span
            key={index}
            title={hints[keyword.match]}
            className={cn(
              'max-w-full truncate rounded-md bg-surface-2 px-1.5 py-0.5 text-xs font-medium',
              keyword.match === 'contains' && 'italic',
              keyword.match === 'regex' && 'font-mono',
            )}
          >
            {shown(keyword)}
          </span>
        ))}
        {words.length > 12 && <span className="text-xs text-muted">and {words.length - 12} more</span>}
      </p>
    </div>
  );
}

const hints: Record<Keyword['match'], string> = {
  exact: 'The whole message',
  contains: 'Anywhere in the message',
  regex: 'A pattern anywhere in the message',
};

function shown({ match, text }: Keyword): string {
  if (match === 'regex') return `/${text}/`;
  return match === 'contains' ? `…${text}…` : text;
}
