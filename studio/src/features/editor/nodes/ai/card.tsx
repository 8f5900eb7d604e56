import type { AiData } from '../../../../../../core/flow/nodes/ai/manifest.ts';

export function Card({ data }: { data: AiData }) {
  const { output, model, instructions } = data;
  return (
    <div className="space-y-1 px-3.5 pb-1 text-xs text-muted">
      <p className="line-clamp-3 break-words text-text">{instructions.trim() || 'No instructions yet'}</p>
      <p className="line-clamp-2">
        {output.mode === 'reply' ? replyText(output) : findText(output.fields.map(({ name }) => name))}
        {model.trim() !== '' && ` with ${model}`}
      </p>
    </div>
  );
}

function replyText({ isSent, saveAs }: { isSent: boolean; saveAs: string }): string {
  if (!isSent) return saveAs === '' ? 'Writes a reply' : `Saves a reply as ${saveAs}`;
  return saveAs === '' ? 'Sends a reply' : `Sends a reply and saves it as ${saveAs}`;
}

function findText(names: string[]): string {
  const named = names.filter((name) => name !== '');
  return named.length === 0 ? 'Finds nothing yet' : `Finds ${named.join(', ')}`;
}
