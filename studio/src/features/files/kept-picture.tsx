import type { ReactNode } from 'react';
import { useFileSource } from '../../shared/lib/use-file-source.ts';
import { cn } from '../../shared/lib/cn.ts';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { useKeptFile } from './queries.ts';

export interface KeptPictureProps {
  fileId: string;
  alt: string;
  className?: string;
  /** Shown when it can't be loaded. */
  otherwise: ReactNode;
}

/** A picture that is kept here, loaded as the reader. */
export function KeptPicture({ fileId, alt, className, otherwise }: KeptPictureProps) {
  const { file, isError } = useKeptFile(fileId);
  if (isError) return otherwise;
  if (!file)
    return (
      <span
        role="status"
        aria-label="Loading the picture"
        className={cn('grid place-items-center', className)}
      >
        <Spinner />
      </span>
    );
  return <Picture file={file} alt={alt} className={className} />;
}

function Picture({ file, alt, className }: { file: Blob; alt: string; className?: string }) {
  return <img ref={useFileSource(file)} alt={alt} className={className} draggable={false} />;
}
