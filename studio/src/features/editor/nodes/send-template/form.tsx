import type { SendTemplateData } from '../../../../../../core/flow/nodes/send-template/manifest.ts';
import type { TemplateUseData } from '../../../../../../core/flow/nodes/shared/fields.ts';
import type { NodeFormProps } from '../contract.ts';
import { TemplateFields } from '../shared/template-fields.tsx';
import { ReplyFields } from './reply-fields.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<SendTemplateData>) {
  const { label, replies, timeoutMs, ...use } = data;

  /** Another template has other buttons: ways out that belong to the old ones go. */
  function change(next: TemplateUseData) {
    const isSame = next.name === use.name && next.language === use.language;
    const kept = { ...next, ...(label !== undefined && { label }) };
    onChange(
      isSame ? { ...kept, ...(replies && { replies }), ...(timeoutMs !== undefined && { timeoutMs }) } : kept,
    );
  }

  return (
    <>
      <TemplateFields use={use} onChange={change} prefix="" problemOf={problemOf} />
      <ReplyFields data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
