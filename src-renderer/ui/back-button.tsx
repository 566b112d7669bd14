import { ArrowLeft } from 'lucide-react';
import { IconButton } from './icon-button.tsx';

/** The way back of a narrow window. It takes the focus with each page: what says its name must cover nothing then. */
export function BackButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <IconButton
      label={label}
      title={label}
      tooltip={false}
      icon={<ArrowLeft />}
      onClick={onClick}
    />
  );
}
