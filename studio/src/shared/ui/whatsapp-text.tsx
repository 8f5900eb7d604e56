import { Fragment, useMemo } from 'react';
import { parseWhatsAppText, splitLiquid, type TextPart } from '../lib/whatsapp-text.ts';

/** A message's text as a phone shows it. With `hasVariables`, Liquid placeholders become chips. */
export function WhatsAppText({ text, hasVariables = false }: { text: string; hasVariables?: boolean }) {
  const parts = useMemo(() => parseWhatsAppText(text), [text]);
  return <Parts parts={parts} hasVariables={hasVariables} />;
}

function Parts({ parts, hasVariables }: { parts: readonly TextPart[]; hasVariables: boolean }) {
  return parts.map((part, index) => {
    switch (part.kind) {
      case 'text':
        return <Fragment key={index}>{hasVariables ? <WithChips text={part.text} /> : part.text}</Fragment>;
      case 'bold':
        return (
          <strong key={index} className="font-semibold">
            <Parts parts={part.parts} hasVariables={hasVariables} />
          </strong>
        );
      case 'italic':
        return (
          <em key={index}>
            <Parts parts={part.parts} hasVariables={hasVariables} />
          </em>
        );
      case 'strike':
        return (
          <s key={index}>
            <Parts parts={part.parts} hasVariables={hasVariables} />
          </s>
        );
      case 'code':
        return (
          <code key={index} className="rounded bg-black/8 px-1 font-mono text-[0.92em] dark:bg-white/10">
            {part.text}
          </code>
        );
      case 'link':
        return hasVariables ? (
          <span key={index} className="text-bubble-link underline">
            {part.text}
          </span>
        ) : (
          <a
            key={index}
            href={part.href}
            target="_blank"
            rel="noreferrer noopener"
            className="break-all text-bubble-link underline"
          >
            {part.text}
          </a>
        );
    }
  });
}

function WithChips({ text }: { text: string }) {
  return splitLiquid(text).map((part, index) =>
    part.kind === 'text' ? (
      <Fragment key={index}>{part.text}</Fragment>
    ) : (
      <span
        key={index}
        className="rounded bg-black/8 px-1 font-mono text-[0.88em] break-all dark:bg-white/12"
      >
        {part.text}
      </span>
    ),
  );
}
