import { Copy, ExternalLink, Phone, Reply, SquareArrowOutUpRight, type LucideIcon } from 'lucide-react';
import {
  fillPlaceholders,
  placeholdersOf,
  templateParts,
  type TemplateComponents,
} from '../../../../core/messaging/template-parts.ts';
import { BubbleAction, MediaTile, PlaceTile } from '../../shared/ui/message-parts.tsx';
import { WhatsAppText } from '../../shared/ui/whatsapp-text.tsx';
import { examplesOf } from './draft.ts';

const buttonIcons: Readonly<Record<string, LucideIcon>> = {
  QUICK_REPLY: Reply,
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  COPY_CODE: Copy,
  OTP: Copy,
};

const CODE = '*123456* is your verification code.';
const ADVICE = ' For your security, do not share this code.';

export interface TemplatePreviewProps {
  components: TemplateComponents;
  /** What its placeholders are filled with; where nothing is, they stay. Left out: the template's own examples. */
  values?: { header: readonly string[]; body: readonly string[] };
  /** The body as somebody reads it, filled in already. */
  text?: string | null;
}

/** A template as the phone of who gets it shows it. */
export function TemplatePreview({ components, values, text: filledBody }: TemplatePreviewProps) {
  const parts = templateParts(components);
  const of = (type: string) => components.find((one) => one.type === type);
  const fill = (part: 'header' | 'body', text: string) => {
    const examples = examplesOf(part, text, of(part.toUpperCase())?.example);
    return fillPlaceholders(
      text,
      placeholdersOf(text).map(
        (name, at) => (values ? values[part][at] : examples[`${part}:${name}`]) || undefined,
      ),
    );
  };
  const body = of('BODY');
  const isCode = body !== undefined && body.text === undefined;
  const words = isCode
    ? CODE + (body.add_security_recommendation === true ? ADVICE : '')
    : (filledBody ?? fill('body', parts.body));
  const minutes = of('FOOTER')?.code_expiration_minutes;
  const footer = typeof minutes === 'number' ? `This code expires in ${minutes} minutes.` : parts.footer;
  const raw = of('BUTTONS')?.buttons;
  const buttons = Array.isArray(raw) ? (raw as Readonly<Record<string, unknown>>[]) : [];

  return (
    <figure
      aria-label="Preview"
      className="flex min-h-48 flex-col justify-end rounded-xl border border-border bg-chat p-3"
    >
      <div className="max-w-80 overflow-hidden rounded-lg rounded-tl-none bg-bubble-in text-[13px] leading-[18px] text-bubble-text shadow-card">
        <HeaderTile header={parts.header} />
        <div className="px-2.5 py-2">
          {parts.header.kind === 'text' && parts.header.text.trim() !== '' && (
            <p className="mb-1 font-semibold break-words">{fill('header', parts.header.text)}</p>
          )}
          {words.trim() === '' ? (
            <p className="text-bubble-muted italic">What the message says</p>
          ) : (
            <p className="break-words whitespace-pre-wrap">
              <WhatsAppText text={words} hasVariables />
            </p>
          )}
          {footer && <p className="mt-1 text-xs break-words text-bubble-muted">{footer}</p>}
        </div>
        {buttons.map((button, at) => (
          <BubbleAction key={at} icon={buttonIcons[String(button.type)] ?? SquareArrowOutUpRight}>
            {titleOf(button)}
          </BubbleAction>
        ))}
      </div>
    </figure>
  );
}

function HeaderTile({ header }: { header: ReturnType<typeof templateParts>['header'] }) {
  if (header.kind === 'media') return <MediaTile kind={header.media} />;
  if (header.kind === 'location') return <PlaceTile title="A place" detail="Given when it is sent" />;
  return null;
}

function titleOf({ type, text }: Readonly<Record<string, unknown>>): string {
  if (typeof text === 'string' && text.trim() !== '') return text;
  return type === 'COPY_CODE' ? 'Copy offer code' : 'Button';
}
