import type { ReactNode } from 'react';
import type { FlowStats } from '../../../../../core/api/analytics.ts';
import { nodeTitle } from '../../../../../core/flow/summary.ts';
import { countText, durationText, share, shareText } from '../../analytics/number-text.ts';
import { stepProblemText } from '../panels/step-problem.ts';
import { useEditor, useEditorActions } from '../store/editor-store.ts';

export function NumbersSummary({ stats }: { stats: FlowStats }) {
  const { runs, countedRuns, goals, outcomes } = stats;
  if (runs.started === 0)
    return (
      <p className="px-4 py-6 text-sm text-muted">
        Nobody entered the flow in these days. As soon as somebody does, you see here, and on every step, how
        far they come.
      </p>
    );
  const inProgress = runs.running + runs.waiting + runs.needsAttention;
  return (
    <div className="space-y-5 p-4">
      <dl className="grid grid-cols-2 gap-2">
        <Figure label="Started" value={countText(runs.started)} />
        <Figure
          label="Completed"
          value={shareText(share(runs.completed, runs.started))}
          note={countText(runs.completed)}
        />
        <Figure
          label="Left early"
          value={shareText(share(runs.exited, runs.started))}
          note={countText(runs.exited)}
        />
        <Figure
          label="Failed"
          value={shareText(share(runs.failed, runs.started))}
          note={countText(runs.failed)}
        />
        <Figure
          label="In progress"
          value={countText(inProgress)}
          note={runs.needsAttention > 0 ? `${countText(runs.needsAttention)} need attention` : undefined}
        />
      </dl>
      {goals.length > 0 && (
        <Section title="Goals">
          <Lines
            items={goals.map(({ name, runs: n }) => ({
              key: name,
              label: name,
              value: `${countText(n)} · ${shareText(share(n, countedRuns))}`,
            }))}
          />
        </Section>
      )}
      <Steps stats={stats} />
      {outcomes.length > 0 && (
        <Section title="Why runs ended">
          <Lines
            items={outcomes.slice(0, 8).map(({ status, outcome, count }) => ({
              key: `${status} ${outcome}`,
              label: outcome,
              value: countText(count),
            }))}
          />
        </Section>
      )}
      {countedRuns < runs.started && (
        <p className="text-xs text-muted">
          Steps and goals are those of the newest {countText(countedRuns)} runs whose steps are still kept.
        </p>
      )}
    </div>
  );
}

/** What the canvas shows, as a table; the step where most people are lost comes first. */
function Steps({ stats }: { stats: FlowStats }) {
  const nodes = useEditor((state) => state.history.doc.nodes);
  const numbers = useEditor((state) => state.numbers);
  const { showNode } = useEditorActions();
  const rows = Object.entries(numbers?.nodes ?? {}).sort(
    ([, one], [, other]) => other.dropped - one.dropped || other.visits - one.visits,
  );
  const elsewhere = stats.nodes.filter(({ nodeId }) => !(nodeId in nodes)).length;
  return (
    <Section title="Steps, by how many people stop there">
      <table className="w-full text-xs tabular-nums">
        <thead className="text-left text-muted">
          <tr>
            <th scope="col" className="py-1 font-medium">
              Step
            </th>
            <th scope="col" className="py-1 pl-2 text-right font-medium">
              Visits
            </th>
            <th scope="col" className="py-1 pl-2 text-right font-medium">
              Lost
            </th>
            <th
              scope="col"
              className="py-1 pl-2 text-right font-medium"
              title="Median time between coming and going"
            >
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([id, { visits, dropped, droppedShare, medianSeconds, problems }]) => (
            <tr key={id} className="border-t border-border align-top">
              <th scope="row" className="max-w-40 py-1.5 text-left font-normal">
                <button
                  type="button"
                  onClick={() => showNode(id)}
                  className="max-w-full truncate text-left font-medium hover:text-primary hover:underline"
                >
                  {nodes[id] ? nodeTitle(nodes[id]) : id}
                </button>
                {Object.entries(problems).map(([code, count]) => (
                  <span key={code} className="block text-danger">
                    {countText(count)}× {stepProblemText(code)}
                  </span>
                ))}
              </th>
              <td className="py-1.5 pl-2 text-right">{countText(visits)}</td>
              <td className="py-1.5 pl-2 text-right">
                {dropped === 0 ? '–' : `${countText(dropped)} · ${shareText(droppedShare)}`}
              </td>
              <td className="py-1.5 pl-2 text-right whitespace-nowrap">{durationText(medianSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {elsewhere > 0 && (
        <p className="mt-2 text-xs text-muted">
          {elsewhere === 1 ? 'One more step is' : `${elsewhere} more steps are`} in flows that this one runs,
          or no longer in the drawing.
        </p>
      )}
    </Section>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note?: string | undefined }) {
  return (
    <div className="rounded-lg bg-surface-2 px-3 py-2">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="flex items-baseline gap-1.5 text-lg font-semibold tabular-nums">
        {value}
        {note && <span className="text-xs font-normal text-muted">{note}</span>}
      </dd>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Lines({ items }: { items: readonly { key: string; label: string; value: string }[] }) {
  return (
    <ul className="text-xs">
      {items.map(({ key, label, value }) => (
        <li key={key} className="flex gap-2 border-t border-border py-1.5">
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <span className="tabular-nums">{value}</span>
        </li>
      ))}
    </ul>
  );
}
