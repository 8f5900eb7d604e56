import type {
  AwaitedEvent,
  WaitForEventData,
} from '../../../../../../core/flow/nodes/wait-for-event/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { typedName } from '../shared/variable-name.ts';
import { withText } from '../shared/without.ts';

type Save = WaitForEventData['saves'][number];

const kinds: { kind: AwaitedEvent['kind']; title: string; noun: string; example: string }[] = [
  { kind: 'api_event', title: 'An event from your system', noun: 'Event', example: 'order.paid' },
  { kind: 'tag_added', title: 'A tag is added', noun: 'Tag', example: 'vip' },
  { kind: 'tag_removed', title: 'A tag is removed', noun: 'Tag', example: 'vip' },
  { kind: 'attribute_changed', title: 'An attribute changes', noun: 'Attribute', example: 'stage' },
  { kind: 'segment_entered', title: 'The contact enters a segment', noun: 'Segment’s id', example: '' },
  { kind: 'replied', title: 'The person writes anything', noun: '', example: '' },
  { kind: 'window_closing', title: 'The 24-hour window is about to close', noun: '', example: '' },
];

export function Form({ data, onChange, problemOf }: NodeFormProps<WaitForEventData>) {
  return (
    <>
      <EventFields
        event={data.event}
        problemOf={problemOf}
        onChange={(event) => onChange({ ...data, event })}
      />
      {'name' in data.event && (
        <Group title="Keep fields of the event">
          <ListEditor<Save>
            noun="field"
            items={data.saves}
            max={20}
            create={() => ({ field: '', variable: '', type: 'text' })}
            onChange={(saves) => onChange({ ...data, saves })}
          >
            {(save, index, change) => (
              <SaveFields
                save={save}
                index={index}
                onChange={change}
                error={problemOf(`saves.${index}.field`) ?? problemOf(`saves.${index}.variable`)}
              />
            )}
          </ListEditor>
        </Group>
      )}
      <TimeoutField data={data} onChange={onChange} problemOf={problemOf} portLabel="Not in time" />
    </>
  );
}

interface EventFieldsProps {
  event: AwaitedEvent;
  onChange: (event: AwaitedEvent) => void;
  problemOf: (field: string) => string | null;
}

function EventFields({ event, onChange, problemOf }: EventFieldsProps) {
  const words = kinds.find(({ kind }) => kind === event.kind);
  return (
    <>
      <Field label="Wait until" error={problemOf('event.kind')}>
        <Select
          value={event.kind}
          onChange={(change) => {
            const kind = change.target.value as AwaitedEvent['kind'];
            onChange(kind === 'replied' || kind === 'window_closing' ? { kind } : { kind, name: '' });
          }}
        >
          {kinds.map(({ kind, title }) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      {event.kind === 'replied' && (
        <p className="text-xs text-muted">
          This step only sees that a message came. To take the message as an answer, use “Wait for reply”.
        </p>
      )}
      {event.kind === 'window_closing' && (
        <p className="text-xs text-muted">
          Two hours before it closes. Who comes here later than that waits for the end of the next window.
        </p>
      )}
      {'name' in event && (
        <TextField
          label={words?.noun ?? ''}
          value={event.name}
          maxLength={64}
          placeholder={words?.example}
          error={problemOf('event.name')}
          onChange={(name) => onChange({ ...event, name })}
        />
      )}
      {event.kind === 'attribute_changed' && (
        <TextField
          label="To this value"
          value={event.value ?? ''}
          maxLength={500}
          placeholder="Empty: any change"
          error={problemOf('event.value')}
          onChange={(value) => onChange(withText(event, 'value', value))}
        />
      )}
    </>
  );
}

interface SaveFieldsProps {
  save: Save;
  index: number;
  onChange: (save: Save) => void;
  error: string | null;
}

function SaveFields({ save, index, onChange, error }: SaveFieldsProps) {
  return (
    <div className="space-y-1">
      <div className="flex items-center gap-1">
        <Input
          aria-label={`Field ${index + 1} of the event`}
          className="h-8 font-mono text-xs"
          maxLength={64}
          placeholder="total"
          value={save.field}
          onChange={(event) => onChange({ ...save, field: event.target.value })}
        />
        <span className="text-xs text-muted">as</span>
        <Input
          aria-label={`Variable for field ${index + 1}`}
          className="h-8 font-mono text-xs"
          maxLength={64}
          placeholder="total"
          value={save.variable}
          onChange={(event) => onChange({ ...save, variable: typedName(event.target.value) })}
        />
        <Select
          aria-label={`Type of field ${index + 1}`}
          className="h-8 w-24 shrink-0 text-xs"
          value={save.type}
          onChange={(event) => onChange({ ...save, type: event.target.value as Save['type'] })}
        >
          <option value="text">text</option>
          <option value="number">number</option>
          <option value="boolean">yes/no</option>
          <option value="date">date</option>
        </Select>
      </div>
      {error && <p className="text-xs text-danger">{error}</p>}
    </div>
  );
}
