import type { SendProductsData } from '../../../../../../core/flow/nodes/send-products/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { withText } from '../shared/without.ts';
import { OrderFields } from './order-fields.tsx';
import { ProductFields } from './product-fields.tsx';

export function Form(props: NodeFormProps<SendProductsData>) {
  const { data, onChange, problemOf } = props;
  return (
    <>
      <Segmented
        label="What is shown"
        className="flex w-full"
        value={data.show}
        onChange={(show) => onChange({ ...data, show })}
        options={[
          { value: 'one', label: 'One product' },
          { value: 'several', label: 'Several' },
          { value: 'catalog', label: 'Catalogue' },
        ]}
      />
      <ProductFields {...props} />
      {data.show === 'several' && (
        <TextField
          label="Header"
          value={data.header ?? ''}
          limit={WHATSAPP_LIMITS.header}
          hasVariables
          maxLength={1000}
          error={problemOf('header')}
          onChange={(header) => onChange(withText(data, 'header', header))}
        />
      )}
      <TextField
        label="Body"
        value={data.body}
        limit={WHATSAPP_LIMITS.interactiveBody}
        isMultiline
        hasVariables
        placeholder={data.show === 'one' ? 'None' : undefined}
        error={problemOf('body')}
        onChange={(body) => onChange({ ...data, body })}
      />
      <TextField
        label="Footer"
        value={data.footer ?? ''}
        limit={WHATSAPP_LIMITS.footer}
        placeholder="None"
        maxLength={1000}
        error={problemOf('footer')}
        onChange={(footer) => onChange(withText(data, 'footer', footer))}
      />
      <Switch
        label="Wait for the order"
        hint={
          data.waitsForOrder
            ? 'The run goes on at “Ordered” when the person sends their cart.'
            : 'The run goes on at once. A flow that begins with “Order received” can take the order.'
        }
        checked={data.waitsForOrder}
        onChange={(waitsForOrder) => onChange({ ...data, waitsForOrder })}
      />
      {data.waitsForOrder && (
        <>
          <OrderFields
            saves={data.saves}
            problemOf={problemOf}
            onChange={(saves) => onChange({ ...data, saves })}
          />
          <TimeoutField {...props} />
        </>
      )}
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
