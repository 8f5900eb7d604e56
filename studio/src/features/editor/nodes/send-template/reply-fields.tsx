import type { SendTemplateData } from '../../../../../../core/flow/nodes/send-template/manifest.ts';
import { repliesOf } from '../../../../../../core/flow/nodes/send-template/manifest.ts';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { optionIdFor } from '../../document/ids.ts';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { useTemplates } from '../shared/use-template.ts';

/** Whether the step waits for one of the template's quick replies. */
export function ReplyFields({ data, onChange, problemOf }: NodeFormProps<SendTemplateData>) {
  const { parts } = useTemplates(data);
  const offered = (parts?.buttons ?? []).filter((button) => button.kind === 'quickReply');
  const replies = repliesOf(data);
  if (offered.length === 0 && replies.length === 0) return null;

  const { replies: _replies, timeoutMs, ...rest } = data;
  function wait() {
    const ids: string[] = [];
    for (const { title } of offered) ids.push(optionIdFor(title, ids, 'reply'));
    const next = offered.map(({ index, title }, at) => ({ id: ids[at] ?? `reply_${at}`, index, title }));
    onChange({ ...rest, replies: next, timeoutMs: 24 * 60 * 60 * 1000 });
  }

  const problem =
    problemOf('replies') ??
    replies
      .map((_, index) => problemOf(`replies.${index}.title`) ?? problemOf(`replies.${index}.index`))
      .find((one) => one !== null);
  return (
    <>
      <div className="space-y-2 rounded-lg border border-border p-3">
        <Switch
          label="Wait for a quick reply"
          hint="Each of the template’s quick replies becomes a way out."
          checked={replies.length > 0}
          onChange={(isOn) => (isOn ? wait() : onChange(rest))}
        />
        {replies.length > 0 && (
          <p className="text-xs text-muted">{replies.map((reply) => reply.title).join(' · ')}</p>
        )}
        {problem && <p className="text-xs text-danger">{problem}</p>}
      </div>
      {replies.length > 0 && (
        <TimeoutField
          data={{ ...data, timeoutMs: timeoutMs ?? null }}
          onChange={onChange}
          problemOf={problemOf}
        />
      )}
    </>
  );
}
