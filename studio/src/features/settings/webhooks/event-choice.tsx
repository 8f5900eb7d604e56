import {
  subscribableEvents,
  webhookEventTitles,
  type SubscribableEvent,
} from '../../../../../core/api/webhook-event-types.ts';

export interface EventChoiceProps {
  chosen: readonly SubscribableEvent[];
  onChange: (chosen: SubscribableEvent[]) => void;
}

/** What a webhook is told of. */
export function EventChoice({ chosen, onChange }: EventChoiceProps) {
  const hasAll = chosen.length === subscribableEvents.length;
  return (
    <fieldset>
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <legend className="float-left text-[13px] font-medium">Events</legend>
        <button
          type="button"
          className="text-[13px] text-primary hover:underline"
          onClick={() => onChange(hasAll ? [] : [...subscribableEvents])}
        >
          {hasAll ? 'Choose none' : 'Choose all'}
        </button>
      </div>
      <div className="scroll-thin max-h-60 overflow-y-auto rounded-lg border border-border p-1" tabIndex={0}>
        {subscribableEvents.map((type) => (
          <label
            key={type}
            className="flex cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-surface-2"
          >
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-primary"
              checked={chosen.includes(type)}
              onChange={({ target }) =>
                onChange(
                  subscribableEvents.filter((one) => (one === type ? target.checked : chosen.includes(one))),
                )
              }
            />
            <span className="min-w-0 text-[13px]">
              {webhookEventTitles[type]} <code className="block font-mono text-xs text-muted">{type}</code>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
