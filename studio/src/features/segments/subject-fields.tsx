import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import {
  conversationTitles,
  eventTitles,
  messageTitles,
  purposeTitles,
  sourceTitles,
} from '../../../../core/segments/summary.ts';
import type { SegmentTest, TestOf } from '../../../../core/segments/tests.ts';
import { flowsQuery, numbersQuery, segmentsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { CampaignSelect } from '../../shared/ui/campaign-select.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { Choice } from './controls.tsx';
import { newConversationTest } from './draft.ts';

export interface SubjectFieldsProps<Test extends SegmentTest = SegmentTest> {
  test: Test;
  onChange: (test: SegmentTest) => void;
}

const ANY = 'any';

/** What exactly is looked at, where the kind of test alone doesn't say. */
export function SubjectFields({ test, onChange }: SubjectFieldsProps) {
  switch (test.kind) {
    case 'consent':
      return (
        <Choice
          label="Consent to what"
          className="w-44"
          value={test.purpose ?? 'marketing'}
          options={purposeTitles}
          onChange={(purpose) => onChange({ ...test, purpose })}
        />
      );
    case 'event':
      return <EventFields test={test} onChange={onChange} />;
    case 'conversation':
      return <ConversationFields test={test} onChange={onChange} />;
    case 'messages':
      return (
        <>
          <Choice
            label="Which messages"
            className="w-48"
            value={test.type}
            options={messageTitles}
            onChange={(type) => onChange({ ...test, type })}
          />
          {test.type !== 'received' && <SourceChoice test={test} onChange={onChange} />}
          {test.source === 'campaign' && test.type !== 'received' && (
            <CampaignSelect
              label="Campaign"
              none="any campaign"
              className="h-8 w-56 text-xs"
              value={test.campaignId ?? ''}
              onChange={(id) => onChange({ ...test, campaignId: id || undefined })}
            />
          )}
        </>
      );
    case 'lastMessage':
      return <SourceChoice test={test} onChange={onChange} />;
    case 'campaign':
      return <CampaignFields test={test} onChange={onChange} />;
    case 'flow':
      return <FlowChoice test={test} onChange={onChange} />;
    case 'segment':
      return <SegmentChoice test={test} onChange={onChange} />;
    default:
      return null;
  }
}

function EventFields({ test, onChange }: SubjectFieldsProps<TestOf<'event'>>) {
  return (
    <>
      <Choice
        label="Kind of event"
        className="w-48"
        value={test.event}
        options={eventTitles}
        onChange={(event) => onChange({ ...test, event })}
      />
      <Input
        aria-label="Name of the event"
        placeholder="Name"
        className="h-8 w-36 text-xs"
        spellCheck={false}
        maxLength={200}
        value={test.name}
        onChange={(event) => onChange({ ...test, name: event.target.value })}
      />
    </>
  );
}

function ConversationFields({ test, onChange }: SubjectFieldsProps<TestOf<'conversation'>>) {
  const { orgId } = useWorkspace();
  const numbers = useQuery(numbersQuery(orgId)).data?.items ?? [];
  return (
    <>
      <Choice
        label="What of the conversation"
        className="w-44"
        value={test.type}
        options={conversationTitles}
        onChange={(type) => onChange(newConversationTest(type, test.phoneNumberId))}
      />
      {(numbers.length > 1 || test.phoneNumberId !== undefined) && (
        <Choice
          label="On which number"
          className="w-44"
          value={test.phoneNumberId ?? ANY}
          options={withOwn(
            { [ANY]: 'on any number' },
            numbers.map(({ id, displayPhoneNumber }) => [id, displayPhoneNumber]),
            test.phoneNumberId,
          )}
          onChange={(id) => onChange({ ...test, phoneNumberId: id === ANY ? undefined : id })}
        />
      )}
    </>
  );
}

function SourceChoice({ test, onChange }: SubjectFieldsProps<TestOf<'messages'> | TestOf<'lastMessage'>>) {
  return (
    <Choice
      label="Sent by"
      className="w-40"
      value={test.source ?? ANY}
      options={{ [ANY]: 'from anybody', ...sourceTitles }}
      onChange={(source) => {
        const next = { ...test, source: source === ANY ? undefined : source } as typeof test;
        onChange(next.kind === 'messages' ? { ...next, campaignId: undefined } : next);
      }}
    />
  );
}

function CampaignFields({ test, onChange }: SubjectFieldsProps<TestOf<'campaign'>>) {
  const which = test.campaign === 'last' || test.campaign === ANY ? test.campaign : 'one';
  return (
    <>
      <Choice
        label="Which campaign"
        className="w-40"
        value={which}
        options={{ last: 'the last campaign', any: 'any campaign', one: 'one campaign' }}
        onChange={(next) => onChange({ ...test, campaign: next === 'one' ? '' : next })}
      />
      {which === 'one' && (
        <CampaignSelect
          label="Campaign"
          className="h-8 w-56 text-xs"
          value={test.campaign}
          onChange={(campaign) => onChange({ ...test, campaign })}
        />
      )}
    </>
  );
}

function FlowChoice({ test, onChange }: SubjectFieldsProps<TestOf<'flow'>>) {
  const { orgId } = useWorkspace();
  const flows = useQuery(flowsQuery(orgId));
  const named = flows.data?.items.map(({ id, name }): [string, string] => [id, name]) ?? [];
  return (
    <>
      <Choice
        label="Which flow"
        className="w-48"
        value={test.flowId ?? ANY}
        options={withOwn({ [ANY]: 'any flow' }, named, test.flowId)}
        onChange={(id) => onChange({ ...test, flowId: id === ANY ? undefined : id })}
      />
      {flows.isError && <Unread what="flows" onRetry={() => void flows.refetch()} />}
    </>
  );
}

function SegmentChoice({ test, onChange }: SubjectFieldsProps<TestOf<'segment'>>) {
  const { orgId } = useWorkspace();
  const segments = useQuery(segmentsQuery(orgId));
  const named = segments.data?.items.map(({ id, name }): [string, string] => [id, name]) ?? [];
  return (
    <>
      <Choice
        label="Which segment"
        className="w-48"
        value={test.segmentId}
        options={withOwn({ '': 'Choose a segment' }, named, test.segmentId)}
        onChange={(segmentId) => onChange({ ...test, segmentId })}
      />
      {segments.isError && <Unread what="segments" onRetry={() => void segments.refetch()} />}
    </>
  );
}

function Unread({ what, onRetry }: { what: string; onRetry: () => void }) {
  const id = useId();
  return (
    <span role="alert" className="inline-flex items-center gap-1 text-xs text-danger">
      <span id={id}>The {what} could not be read.</span>
      <button type="button" className="underline" aria-describedby={id} onClick={onRetry}>
        Try again
      </button>
    </span>
  );
}

/** The choices, and the one that is set, though the list doesn't have it (any more). */
function withOwn(
  first: Record<string, string>,
  named: readonly (readonly [id: string, name: string])[],
  own: string | undefined,
): Record<string, string> {
  const options = { ...first, ...Object.fromEntries(named) };
  return own === undefined || own in options ? options : { ...options, [own]: own };
}
