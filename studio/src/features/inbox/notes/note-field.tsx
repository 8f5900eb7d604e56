import { useQuery } from '@tanstack/react-query';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Member } from '../../../../../core/api/members.ts';
import { membersQuery } from '../../../shared/api/queries.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Avatar } from '../../../shared/ui/avatar.tsx';
import { WritingField } from '../writing-field.tsx';
import { matching, mentionAt, nameOf, withMention, type OpenMention } from './mentions.ts';

export interface NoteFieldProps {
  label: string;
  placeholder?: string;
  value: string;
  colleagues: readonly Member[];
  onChange: (text: string) => void;
  onSubmit: () => void;
  onCancel?: () => void;
  autoFocus?: boolean;
}

/** More names than that are found by typing on. */
const MOST_SHOWN = 6;
const noMembers: Member[] = [];

export function useColleagues(): Member[] {
  const { orgId } = useWorkspace();
  return useQuery(membersQuery(orgId)).data ?? noMembers;
}

/** The words of a note; an `@` offers colleagues, by arrows and Enter or by a click. */
export function NoteField({
  label,
  placeholder,
  value,
  colleagues,
  onChange,
  onSubmit,
  onCancel,
  autoFocus,
}: NoteFieldProps) {
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const caretAfter = useRef<number | null>(null);
  const [open, setOpen] = useState<OpenMention | null>(null);
  const [marked, setMarked] = useState(0);
  const found = open ? matching(colleagues, open.typed).slice(0, MOST_SHOWN) : noMembers;
  const isOpen = open !== null && found.length > 0;
  const at = Math.min(marked, found.length - 1);

  useLayoutEffect(() => {
    if (caretAfter.current === null) return;
    field.current?.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = null;
  }, [value]);

  function pick(member: Member) {
    if (!open) return;
    const next = withMention(value, open, member);
    caretAfter.current = next.caret;
    setOpen(null);
    onChange(next.text);
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (isOpen) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0) setMarked((at + step + found.length) % found.length);
      else if (event.key === 'Enter' || event.key === 'Tab') pick(found[at]!);
      else if (event.key === 'Escape') setOpen(null);
      else return;
      event.preventDefault();
    } else if (event.key === 'Escape' && onCancel) {
      event.preventDefault();
      onCancel();
    }
  }

  return (
    <div className="relative flex min-w-0 flex-1">
      <WritingField
        ref={field}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${at}` : undefined}
        placeholder={placeholder}
        value={value}
        autoFocus={autoFocus}
        onChange={({ target }) => {
          setOpen(mentionAt(target.value, target.selectionStart));
          setMarked(0);
          onChange(target.value);
        }}
        onBlur={() => setOpen(null)}
        onKeyDown={onKeyDown}
        onSubmit={onSubmit}
        className="border-note-border bg-surface"
      />
      {isOpen && (
        <ul
          id={listId}
          role="listbox"
          aria-label="Colleagues"
          className="absolute bottom-full left-0 z-20 mb-1 w-72 max-w-full rounded-lg border border-border bg-surface p-1 text-text shadow-pop"
        >
          {found.map((member, index) => (
            <li
              key={member.userId}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              // The field keeps the focus, and with it the list stays open until the click is done.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(member)}
              className={cn(
                'flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-surface-2',
                index === at && 'bg-surface-2',
              )}
            >
              <Avatar name={nameOf(member)} className="size-6 text-[10px]" />
              <span className="truncate">{nameOf(member)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
