import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { cn } from '../../../shared/lib/cn.ts';
import { counted } from '../../../shared/lib/counted.ts';
import { stepOf, steps, type FieldProblem, type Step } from './steps.ts';

export interface StepNavProps {
  id: string;
  step: Step;
  /** Steps of which it may be said what they lack. */
  left: ReadonlySet<Step>;
  problems: readonly FieldProblem[];
}

/** Where one is, what is done, and what lacks something. */
export function StepNav({ id, step, left, problems }: StepNavProps) {
  return (
    <nav aria-label="Steps" className="rounded-xl border border-border bg-surface p-1.5 shadow-card">
      <ol className="grid grid-cols-4 gap-1">
        {steps.map((one, at) => {
          const errors = problems.filter(
            ({ field, severity }) => severity === 'error' && stepOf(field) === one.id,
          ).length;
          const isTold = one.id !== 'review' && left.has(one.id);
          const state = !isTold ? 'open' : errors > 0 ? 'lacking' : 'done';
          return (
            <li key={one.id}>
              <Link
                to="/campaigns/$campaignId"
                params={{ campaignId: id }}
                search={{ step: one.id }}
                aria-current={one.id === step ? 'step' : undefined}
                className={cn(
                  'flex h-full items-center gap-2.5 rounded-lg px-2.5 py-2 transition-colors hover:bg-surface-2 max-sm:flex-col max-sm:gap-1 max-sm:px-1',
                  one.id === step && 'bg-primary-soft hover:bg-primary-soft',
                )}
              >
                <Mark state={state} errors={errors} number={at + 1} isHere={one.id === step} />
                <span className="min-w-0">
                  <span
                    className={cn(
                      'block truncate text-sm font-medium max-sm:text-xs',
                      one.id === step && 'text-primary',
                    )}
                  >
                    {one.title}
                  </span>
                  <span className="block truncate text-xs text-muted max-md:sr-only">{one.about}</span>
                  {state === 'lacking' && <span className="sr-only">, {counted(errors, 'problem')}</span>}
                  {state === 'done' && <span className="sr-only">, complete</span>}
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

interface MarkProps {
  state: 'open' | 'lacking' | 'done';
  errors: number;
  number: number;
  isHere: boolean;
}

function Mark({ state, errors, number, isHere }: MarkProps) {
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold tabular-nums',
        state === 'open' && (isHere ? 'bg-primary text-on-primary' : 'bg-surface-3 text-muted'),
        state === 'done' && 'bg-primary text-on-primary',
        state === 'lacking' && 'bg-danger text-on-danger',
      )}
    >
      {state === 'done' ? <Check className="size-3.5" /> : state === 'lacking' ? errors : number}
    </span>
  );
}
