import type {
  CarouselCardData,
  SendCarouselData,
} from '../../../../../../core/flow/nodes/send-carousel/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { TextField } from '../shared/text-field.tsx';
import { TitledInput } from '../shared/titled-input.tsx';
import { withText } from '../shared/without.ts';

interface CardFieldsProps {
  card: CarouselCardData;
  /** Its place, from 0. */
  at: number;
  data: SendCarouselData;
  onChange: (card: CarouselCardData) => void;
  problemOf: (field: string) => string | null;
}

export function CardFields({ card, at, data, onChange, problemOf }: CardFieldsProps) {
  const { link, replies } = card;
  const field = `cards.${at}`;
  return (
    <div
      role="group"
      aria-label={`Card ${at + 1}`}
      className="space-y-2 rounded-lg border border-border p-2.5"
    >
      <TextField
        label={data.media === 'image' ? 'Address of the picture' : 'Address of the video'}
        value={card.media}
        limit={WHATSAPP_LIMITS.url}
        hasVariables
        placeholder="https://"
        error={problemOf(`${field}.media`)}
        onChange={(media) => onChange({ ...card, media })}
      />
      <TextField
        label="Text"
        value={card.body ?? ''}
        limit={WHATSAPP_LIMITS.carouselBody}
        isMultiline
        hasVariables
        placeholder="None"
        error={problemOf(`${field}.body`)}
        onChange={(body) => onChange(withText(card, 'body', body))}
      />
      {data.buttons === 'link' ? (
        <>
          <TextField
            label="On the button"
            value={link.label}
            limit={WHATSAPP_LIMITS.ctaLabel}
            hasVariables
            maxLength={200}
            error={problemOf(`${field}.link.label`)}
            onChange={(label) => onChange({ ...card, link: { ...link, label } })}
          />
          <TextField
            label="Address"
            value={link.url}
            limit={WHATSAPP_LIMITS.url}
            hasVariables
            placeholder="https://"
            error={problemOf(`${field}.link.url`)}
            onChange={(url) => onChange({ ...card, link: { ...link, url } })}
          />
        </>
      ) : (
        <>
          {replies.map((reply, index) => (
            <TitledInput
              key={reply.id}
              label={replies.length > 1 ? `Reply ${index + 1}` : 'Reply'}
              value={reply.title}
              limit={WHATSAPP_LIMITS.buttonTitle}
              error={
                problemOf(`${field}.replies.${index}.title`) ?? problemOf(`${field}.replies.${index}.id`)
              }
              placeholder="What people press"
              onChange={(title) =>
                onChange({
                  ...card,
                  replies: replies.map((one, place) => (place === index ? { ...one, title } : one)),
                })
              }
            />
          ))}
          {problemOf(`${field}.replies`) && (
            <p className="text-xs text-danger">{problemOf(`${field}.replies`)}</p>
          )}
        </>
      )}
    </div>
  );
}
