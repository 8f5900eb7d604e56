import type { SendTemplateData } from '../../../../../../core/flow/nodes/send-template/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { TemplateFields } from '../shared/template-fields.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<SendTemplateData>) {
  return (
    <TemplateFields
      use={data}
      onChange={(use) => onChange({ ...data, ...use })}
      prefix=""
      problemOf={problemOf}
    />
  );
}
