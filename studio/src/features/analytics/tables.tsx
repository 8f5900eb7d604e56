import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AnalyticsOverview } from '../../../../core/api/analytics.ts';
import { countText, share, shareText } from './number-text.ts';

export function FlowsTable({ flows }: Pick<AnalyticsOverview, 'flows'>) {
  if (flows.length === 0) return <Card title="Flows" empty="No run began or ended in these days." />;
  return (
    <Card title="Flows">
      <Table heads={['Flow', 'Started', 'Completed', 'Left early', 'Failed', 'Completion']}>
        {flows.map(({ flowId, name, started, completed, exited, failed }) => (
          <tr key={flowId} className="border-t border-border">
            <th scope="row" className="max-w-64 truncate px-4 py-2 text-left font-medium">
              <Link
                to="/flows/$flowId"
                params={{ flowId }}
                search={{ show: 'numbers' }}
                className="hover:text-primary hover:underline"
              >
                {name}
              </Link>
            </th>
            <Cell>{countText(started)}</Cell>
            <Cell>{countText(completed)}</Cell>
            <Cell>{countText(exited)}</Cell>
            <Cell>{countText(failed)}</Cell>
            <Cell>{shareText(share(completed, completed + exited + failed))}</Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

export function FailuresTable({ failures }: Pick<AnalyticsOverview, 'failures'>) {
  if (failures.length === 0) return <Card title="Failed messages" empty="None. Everything went out." />;
  return (
    <Card title="Failed messages">
      <Table heads={['Why', 'Code', 'Messages']}>
        {failures.map(({ code, title, count }) => (
          <tr key={code} className="border-t border-border">
            <th scope="row" className="px-4 py-2 text-left font-normal">
              {title ?? 'Not sent'}
            </th>
            <td className="px-4 py-2 text-right">
              <code className="font-mono text-xs text-muted">{code}</code>
            </td>
            <Cell>{countText(count)}</Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

export function TemplatesTable({ templates }: Pick<AnalyticsOverview, 'templates'>) {
  if (templates.length === 0)
    return <Card title="Templates sent" empty="No template was sent in these days." />;
  return (
    <Card title="Templates sent">
      <Table heads={['Category', 'Messages']}>
        {templates.map(({ category, count }) => (
          <tr key={category} className="border-t border-border">
            <th scope="row" className="px-4 py-2 text-left font-normal first-letter:uppercase">
              {category === 'unknown' ? 'Not known yet' : category.replaceAll('_', ' ')}
            </th>
            <Cell>{countText(count)}</Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Card({ title, empty, children }: { title: string; empty?: string; children?: ReactNode }) {
  return (
    <section className="min-w-0 overflow-hidden rounded-xl border border-border bg-surface shadow-card">
      <h2 className="px-4 py-3 text-sm font-semibold">{title}</h2>
      {empty ? <p className="px-4 pb-4 text-sm text-muted">{empty}</p> : children}
    </section>
  );
}

function Table({ heads, children }: { heads: readonly string[]; children: ReactNode }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm tabular-nums">
        <thead className="bg-surface-2 text-xs text-muted">
          <tr>
            {heads.map((head, index) => (
              <th
                key={head}
                scope="col"
                className={`px-4 py-1.5 font-medium ${index === 0 ? 'text-left' : 'text-right'}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function Cell({ children }: { children: ReactNode }) {
  return <td className="px-4 py-2 text-right">{children}</td>;
}
