import {
  CircleHelp,
  ClipboardList,
  Eraser,
  ExternalLink,
  List,
  MapPin,
  MousePointerClick,
  Reply,
  type LucideIcon,
} from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { Message } from '../../../../core/api/schemas.ts';
import { cn } from '../../shared/lib/cn.ts';
import {
  BubbleAction,
  MediaTile,
  PersonTile,
  PlaceTile,
  ProductTile,
} from '../../shared/ui/message-parts.tsx';
import { WhatsAppText } from '../../shared/ui/whatsapp-text.tsx';
import { askedAbout } from './content-commerce.ts';
import { contentView, type ContentView, type FileView, type PlaceView } from './content.ts';
import { hostOf, mapAddress } from './links.ts';
import { Carousel } from './message-carousel.tsx';
import { Order, Products } from './message-commerce.tsx';
import { Frame } from './message-frame.tsx';
import { KeptTile } from '../files/kept-tile.tsx';
import { MessageFile } from './message-file.tsx';

/** What a message says, drawn as a phone draws it. `footer` floats at the end of its text. */
export function MessageContent({ message, footer }: { message: Message; footer: ReactNode }) {
  const product = askedAbout(message.content);
  return (
    <>
      {product !== null && <ProductTile title={product} detail="Asks about this product" />}
      <Content message={message} footer={footer} />
    </>
  );
}

function Content({ message, footer }: { message: Message; footer: ReactNode }) {
  const view = useMemo(() => contentView(message), [message]);
  switch (view.kind) {
    case 'text':
      return <TextBlock text={message.text ?? ''} footer={footer} />;
    case 'buttons':
      return <Buttons view={view} footer={footer} />;
    case 'list':
      return <ListMenu view={view} footer={footer} />;
    case 'template':
      return (
        <>
          <p className="px-2.5 pt-1.5 text-[11px] font-medium text-bubble-muted">Template {view.name}</p>
          {view.file && <File file={view.file} />}
          {view.place && <Place place={view.place} />}
          <TextBlock text={view.body ?? message.text ?? ''} footer={footer} />
        </>
      );
    case 'link':
      return (
        <>
          <Frame view={view} footer={footer} />
          <BubbleAction icon={ExternalLink} href={view.url}>
            {view.label}
          </BubbleAction>
        </>
      );
    case 'form':
      return (
        <>
          <Frame view={view} footer={footer} />
          <BubbleAction icon={ClipboardList}>{view.label}</BubbleAction>
        </>
      );
    case 'press':
      return (
        <Placeholder icon={Reply} title={view.title} footer={footer}>
          {view.description}
        </Placeholder>
      );
    case 'reaction':
      return (
        <div className="flow-root px-2.5 pt-1.5 pb-2">
          {view.emoji ? (
            <span className="text-2xl leading-8">{view.emoji}</span>
          ) : (
            <i>Took a reaction back</i>
          )}
          {footer}
        </div>
      );
    case 'media':
      return (
        <>
          {message.file ? <MessageFile message={message} view={view.file} /> : <File file={view.file} />}
          <TextBlock text={view.caption ?? ''} footer={footer} />
        </>
      );
    case 'location':
      return (
        <>
          <Place place={view.place} />
          <TextBlock text="" footer={footer} />
        </>
      );
    case 'locationRequest':
      return (
        <>
          <Frame view={view} footer={footer} />
          <BubbleAction icon={MapPin}>Send location</BubbleAction>
        </>
      );
    case 'contacts':
      return (
        <>
          {view.cards.map((card, index) => (
            <PersonTile key={index} name={card.name} lines={card.lines} />
          ))}
          <TextBlock text={view.cards.length === 0 ? 'Contact card' : ''} footer={footer} />
        </>
      );
    case 'answers':
      return <Answers answers={view.answers} footer={footer} />;
    case 'products':
      return <Products view={view} footer={footer} />;
    case 'carousel':
      return <Carousel view={view} footer={footer} />;
    case 'order':
      return <Order view={view} footer={footer} />;
    case 'removed':
      return (
        <Placeholder icon={Eraser} title="Removed after the time you set" footer={footer}>
          Kind: {message.type}
        </Placeholder>
      );
    case 'other':
      return (
        <Placeholder
          icon={CircleHelp}
          title={message.text ?? 'A message that can’t be shown yet'}
          footer={footer}
        >
          Kind: {message.type}
        </Placeholder>
      );
  }
}

function TextBlock({ text, footer }: { text: string; footer: ReactNode }) {
  return (
    <div className={cn('flow-root px-2.5 pb-2 break-words whitespace-pre-wrap', text && 'pt-1.5')}>
      <WhatsAppText text={text} />
      {footer}
    </div>
  );
}

function Buttons({ view, footer }: { view: Extract<ContentView, { kind: 'buttons' }>; footer: ReactNode }) {
  return (
    <>
      <Frame view={view} footer={footer} />
      <ul aria-label="Buttons">
        {view.options.map((option) => (
          <li
            key={option.id}
            className="flex items-center justify-center gap-1.5 border-t border-black/10 px-3 py-2 text-center font-medium text-bubble-link dark:border-white/10"
          >
            <MousePointerClick aria-hidden className="size-3.5" />
            {option.title}
          </li>
        ))}
      </ul>
    </>
  );
}

function ListMenu({ view, footer }: { view: Extract<ContentView, { kind: 'list' }>; footer: ReactNode }) {
  return (
    <>
      <Frame view={view} footer={footer} />
      <details className="border-t border-black/10 dark:border-white/10">
        <summary className="flex cursor-pointer list-none items-center justify-center gap-1.5 px-3 py-2 font-medium text-bubble-link">
          <List aria-hidden className="size-3.5" />
          {view.button}
        </summary>
        <div className="px-2.5 pb-2">
          {view.sections.map((section, index) => (
            <div key={index}>
              {section.title && (
                <p className="pt-1.5 text-xs font-semibold text-bubble-muted">{section.title}</p>
              )}
              <ul>
                {section.rows.map((row) => (
                  <li
                    key={row.id}
                    className="border-b border-black/5 py-1.5 last:border-b-0 dark:border-white/5"
                  >
                    {row.title}
                    {row.description && (
                      <span className="block text-xs text-bubble-muted">{row.description}</span>
                    )}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      </details>
    </>
  );
}

function Placeholder({
  icon: Icon,
  title,
  children,
  footer,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  footer: ReactNode;
}) {
  return (
    <div className="flow-root px-2.5 pt-1.5 pb-2">
      <span className="inline-flex items-start gap-1.5 break-words whitespace-pre-wrap">
        <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0 text-bubble-muted" />
        <span>
          {title}
          {children && <span className="block text-xs text-bubble-muted">{children}</span>}
        </span>
      </span>
      {footer}
    </div>
  );
}

function File({ file }: { file: FileView }) {
  const title = file.name ?? (file.isVoiceNote ? 'Voice message' : null);
  const tile = <MediaTile kind={file.media} title={title} detail={hostOf(file.url)} href={file.url} />;
  if (!file.fileId) return tile;
  return <KeptTile fileId={file.fileId} kind={file.media} name={title} otherwise={tile} />;
}

function Place({ place }: { place: PlaceView }) {
  const { name, address, latitude, longitude } = place;
  const coordinates = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const title = name ?? address ?? coordinates;
  const lines = [address, coordinates].filter((line) => line !== null && line !== title);
  return <PlaceTile title={title} detail={lines.join(' · ')} href={mapAddress(place)} />;
}

/** What a person filled in, one answer a row. */
function Answers({
  answers,
  footer,
}: {
  answers: Extract<ContentView, { kind: 'answers' }>['answers'];
  footer: ReactNode;
}) {
  return (
    <div className="flow-root px-2.5 pt-1.5 pb-2">
      <p className="flex items-center gap-1.5 text-[11px] font-medium text-bubble-muted">
        <ClipboardList aria-hidden className="size-3.5" /> Form submitted
      </p>
      <dl className="mt-1 space-y-1">
        {answers.map(({ name, value }) => (
          <div key={name}>
            <dt className="text-xs break-words text-bubble-muted">{name}</dt>
            <dd className="break-words whitespace-pre-wrap">{value}</dd>
          </div>
        ))}
      </dl>
      {footer}
    </div>
  );
}
