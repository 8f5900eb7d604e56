import type { HttpRequestData } from '../../../../../../core/flow/nodes/http-request/manifest.ts';

export function Card({ data }: { data: HttpRequestData }) {
  const saved = data.response.map(({ variable }) => variable).filter((name) => name !== '');
  return (
    <div className="space-y-1 px-3.5 pb-1 text-xs text-muted">
      <p className="line-clamp-2 break-all">
        <span className="font-semibold text-text">{data.method}</span> {data.url.trim() || 'No address yet'}
      </p>
      {saved.length > 0 && (
        <p className="line-clamp-2">
          Saves <code className="font-mono text-text">{saved.join(', ')}</code>
        </p>
      )}
    </div>
  );
}
