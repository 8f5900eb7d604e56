/** What a message holds besides words, drawn as a phone draws it; for the inbox and for the cards of a flow. */
import {
  AudioLines,
  ContactRound,
  FileText,
  ImageIcon,
  MapPin,
  ShoppingBag,
  Sticker,
  Video,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { MediaKind } from '../../../../core/messaging/content.ts';
import { cn } from '../lib/cn.ts';

export const mediaLooks: Record<MediaKind, { name: string; icon: LucideIcon }> = {
  image: { name: 'Photo', icon: ImageIcon },
  video: { name: 'Video', icon: Video },
  audio: { name: 'Audio', icon: AudioLines },
  document: { name: 'Document', icon: FileText },
  sticker: { name: 'Sticker', icon: Sticker },
};

export interface MediaTileProps {
  kind: MediaKind;
  /** A file's name, or what stands for it. */
  title?: string | null;
  detail?: string | null;
  /** Where the file can be opened; only https. */
  href?: string | null;
  /** What the tile itself does when it is pressed. */
  action?: { label: string; icon: LucideIcon; isBusy: boolean; onSelect: () => void };
}

/** Pictures and films as an area, anything else as a row. Files at other hosts aren't loaded: the tile stands for them. */
export function MediaTile({ kind, title, detail, href, action }: MediaTileProps) {
  const { name, icon: Icon } = mediaLooks[kind];
  if (kind === 'image' || kind === 'video') {
    return (
      <figure className="m-1 grid min-h-32 w-60 max-w-[calc(100%-8px)] place-content-center justify-items-center gap-1 rounded-md bg-black/6 px-3 py-4 text-center dark:bg-black/15">
        <Icon aria-hidden className="size-8 text-bubble-muted" strokeWidth={1.5} />
        <figcaption className="max-w-full min-w-0 text-[13px]">
          <MaybeLink href={href}>{title ?? name}</MaybeLink>
          {detail && <Detail>{detail}</Detail>}
        </figcaption>
      </figure>
    );
  }
  return (
    <Row mark={<Icon aria-hidden className="size-5 text-bubble-muted" />}>
      <MaybeLink href={href}>{title ?? name}</MaybeLink>
      {detail && <Detail>{detail}</Detail>}
      {action && (
        <button
          type="button"
          disabled={action.isBusy}
          onClick={action.onSelect}
          className="mt-1 inline-flex cursor-pointer items-center gap-1 text-bubble-link hover:underline disabled:opacity-60"
        >
          <action.icon aria-hidden className="size-3.5" />
          {action.label}
        </button>
      )}
    </Row>
  );
}

export interface PlaceTileProps {
  title: string;
  detail?: string | null;
  /** A map. */
  href?: string | null;
}

export function PlaceTile({ title, detail, href }: PlaceTileProps) {
  return (
    <div className="m-1 w-60 max-w-[calc(100%-8px)] overflow-hidden rounded-md bg-black/6 dark:bg-black/15">
      <div className="relative grid h-24 place-items-center text-bubble-muted/30">
        <Streets />
        <MapPin aria-hidden className="relative size-7 fill-danger/20 text-danger" />
      </div>
      <p className="px-2.5 py-1.5 text-[13px] leading-[17px] font-medium break-words">
        <MaybeLink href={href}>{title}</MaybeLink>
        {detail && <Detail>{detail}</Detail>}
      </p>
    </div>
  );
}

/** A contact card. */
export function PersonTile({ name, lines }: { name: string; lines: readonly string[] }) {
  return (
    <Row
      mark={
        <span className="grid size-9 place-items-center rounded-full bg-black/8 dark:bg-white/12">
          <ContactRound aria-hidden className="size-5 text-bubble-muted" />
        </span>
      }
    >
      <span className="font-medium break-words">{name}</span>
      {lines.map((line, index) => (
        <Detail key={index}>{line}</Detail>
      ))}
    </Row>
  );
}

/** A product by its id in the catalogue: its picture and name are at Meta. */
export function ProductTile({ title, detail }: { title: string; detail?: string | null }) {
  return (
    <Row
      mark={
        <span className="grid size-9 place-items-center rounded-md bg-black/8 dark:bg-white/12">
          <ShoppingBag aria-hidden className="size-5 text-bubble-muted" />
        </span>
      }
    >
      <span className="font-medium break-words">{title}</span>
      {detail && <Detail>{detail}</Detail>}
    </Row>
  );
}

export interface BubbleActionProps {
  icon: LucideIcon;
  href?: string | null;
  title?: string;
  children: ReactNode;
}

/** A button under a message; it does nothing here, except that an address can be opened. */
export function BubbleAction({ icon: Icon, href, title, children }: BubbleActionProps) {
  const inside = (
    <>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 truncate">{children}</span>
    </>
  );
  const look =
    'flex min-h-8 items-center justify-center gap-1.5 border-t border-black/10 px-3 py-1.5 text-center font-medium text-bubble-link dark:border-white/10';
  if (!href) {
    return (
      <p className={look} title={title}>
        {inside}
      </p>
    );
  }
  return (
    <a className={cn(look, 'hover:underline')} title={title ?? href} {...outside(href)}>
      {inside}
    </a>
  );
}

function Row({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <div className="m-1 flex items-center gap-2.5 rounded-md bg-black/6 px-3 py-2.5 dark:bg-black/15">
      <span className="shrink-0">{mark}</span>
      <p className="min-w-0 text-[13px] leading-[17px] break-words">{children}</p>
    </div>
  );
}

function Detail({ children }: { children: ReactNode }) {
  return <span className="block text-xs font-normal break-words text-bubble-muted">{children}</span>;
}

function MaybeLink({ href, children }: { href?: string | null; children: ReactNode }) {
  if (!href) return <span className="break-words">{children}</span>;
  return (
    <a className="break-words text-bubble-link underline" {...outside(href)}>
      {children}
    </a>
  );
}

/** Content of stored messages decides these addresses: nothing but https opens, and the other side learns nothing. */
function outside(href: string) {
  return {
    href: /^https:\/\//i.test(href) ? href : undefined,
    target: '_blank',
    rel: 'noreferrer noopener',
  };
}

function Streets() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 240 96"
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
      fill="none"
      stroke="currentColor"
      strokeWidth={5}
    >
      <path d="M-5 70 C60 50 120 80 245 22M60 -5 L110 101M170 -5 L150 101M-5 22 L105 48" />
    </svg>
  );
}
