import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from './text-field.tsx';
import { withText } from './without.ts';

interface Frame {
  header?: string;
  body: string;
  footer?: string;
}

/** Header, body and footer of a message with buttons or a list. */
export function FrameFields<Data extends Frame>({ data, onChange, problemOf }: NodeFormProps<Data>) {
  return (
    <>
      <TextField
        label="Body"
        value={data.body}
        onChange={(body) => onChange({ ...data, body })}
        limit={WHATSAPP_LIMITS.interactiveBody}
        isMultiline
        hasVariables
        error={problemOf('body')}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Header"
          value={data.header ?? ''}
          onChange={(header) => onChange(withText(data, 'header', header))}
          limit={WHATSAPP_LIMITS.header}
          placeholder="None"
          maxLength={1000}
          error={problemOf('header')}
        />
        <TextField
          label="Footer"
          value={data.footer ?? ''}
          onChange={(footer) => onChange(withText(data, 'footer', footer))}
          limit={WHATSAPP_LIMITS.footer}
          placeholder="None"
          maxLength={1000}
          error={problemOf('footer')}
        />
      </div>
    </>
  );
}
