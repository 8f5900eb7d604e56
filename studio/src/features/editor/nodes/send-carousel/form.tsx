import {
  newCard,
  repliesOf,
  type CarouselCardData,
  type SendCarouselData,
} from '../../../../../../core/flow/nodes/send-carousel/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { optionIdFor } from '../../document/ids.ts';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { CardFields } from './card-fields.tsx';
import { layoutOf, withLayout } from './layout.ts';

export function Form(props: NodeFormProps<SendCarouselData>) {
  const { data, onChange, problemOf } = props;
  const layout = layoutOf(data);
  const create = (): CarouselCardData => {
    const taken = repliesOf(data).map(({ id }) => id);
    const replies = Array.from({ length: layout === 'two' ? 2 : 1 }, () => {
      const id = optionIdFor('', taken, 'reply');
      taken.push(id);
      return { id, title: '' };
    });
    const ids = data.cards.map(({ id }) => id);
    return newCard(optionIdFor('', ids, 'card'), replies);
  };
  return (
    <>
      <TextField
        label="Body"
        value={data.body}
        limit={WHATSAPP_LIMITS.interactiveBody}
        isMultiline
        hasVariables
        error={problemOf('body')}
        onChange={(body) => onChange({ ...data, body })}
      />
      <Group title="On every card">
        <Segmented
          label="On top"
          className="flex w-full"
          value={data.media}
          onChange={(media) => onChange({ ...data, media })}
          options={[
            { value: 'image', label: 'Picture' },
            { value: 'video', label: 'Video' },
          ]}
        />
        <Segmented
          label="To press"
          className="flex w-full"
          value={layout}
          onChange={(next) => onChange(withLayout(data, next))}
          options={[
            { value: 'one', label: 'One reply' },
            { value: 'two', label: 'Two replies' },
            { value: 'link', label: 'A link' },
          ]}
        />
        <p className="text-xs text-muted">
          {layout === 'link'
            ? 'WhatsApp doesn’t tell who opened a link: the run goes on as soon as the cards are sent.'
            : 'Each reply is a way out of this step.'}
        </p>
      </Group>
      <Group title="Cards" error={problemOf('cards')}>
        <ListEditor<CarouselCardData>
          noun="card"
          items={data.cards}
          max={WHATSAPP_LIMITS.carouselCards}
          min={WHATSAPP_LIMITS.carouselCardsAtLeast}
          keyOf={({ id }) => id}
          create={create}
          onChange={(cards) => onChange({ ...data, cards })}
        >
          {(card, at, change) => (
            <CardFields card={card} at={at} data={data} onChange={change} problemOf={problemOf} />
          )}
        </ListEditor>
      </Group>
      {layout !== 'link' && <TimeoutField {...props} />}
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
