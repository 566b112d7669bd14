import { useTranslation } from 'react-i18next';
import { Fragment, memo } from 'react';
import { TriangleAlert } from 'lucide-react';
import styles from './message-row.module.css';
import { LinkifyIt } from 'linkify-it';

const linkParts = createLinkParts();

/** What somebody wrote: text, never markup; addresses in it open outside the app. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <p className={styles.text} dir="auto">
      {linkParts(text).map((part, i) =>
        part.href === undefined ? (
          part.text
        ) : (
          // Parts of a text never change their order.
          // From left to right whatever stands around it: a control before it turns nothing around in it.
          <Fragment key={i}>
            <a href={part.href} dir="ltr" target="_blank" rel="noopener noreferrer">
              {part.text}
            </a>
            {part.leadsTo === undefined ? null : (
              <span className={styles.leadsTo} dir="ltr">
                {' '}
                <TriangleAlert aria-hidden="true" />
                {t('timeline.leadsTo', { host: part.leadsTo })}
              </span>
            )}
          </Fragment>
        ),
      )}
    </p>
  );
});

/** `leadsTo`: the host that an address really opens, where what is shown could be taken for another one. */
export type TextPart = { text: string; href?: string; leadsTo?: string };

/** Only these may be opened from a text that somebody else wrote. */
const allowed = /^(?:https?:\/\/|mailto:)/i;
/** With these an address could look like another than the one that opens. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const mayHoldLink = /:\/\/|@|mailto:/i;

/**
 * Splits a text at what a person would take for an address; all parts together are the text again, without bidi
 * controls inside addresses.
 */
export function createLinkParts(): (text: string) => readonly TextPart[] {
  const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true });
  for (const schema of ['ftp:', '//']) linkify.add(schema, null);
  return (text) => {
    if (!mayHoldLink.test(text)) return [{ text }];
    const parts: TextPart[] = [];
    let end = 0;
    for (const found of linkify.match(text) ?? []) {
      if (!allowed.test(found.url)) continue;
      if (found.index > end) parts.push({ text: text.slice(end, found.index) });
      const shown = text.slice(found.index, found.lastIndex).replace(bidiControls, '');
      const href = found.url.replace(bidiControls, '');
      const leadsTo = disguisedHost(href, shown);
      parts.push({ text: shown, href, ...(leadsTo === undefined ? {} : { leadsTo }) });
      end = found.lastIndex;
    }
    if (end < text.length) parts.push({ text: text.slice(end) });
    return parts;
  };
}

/** Letters of another script that look like Latin ones, a number that is an address. */
function disguisedHost(href: string, shown: string): string | undefined {
  const url = URL.parse(href);
  if (!url || url.protocol === 'mailto:') return undefined;
  return shown.toLowerCase().includes(url.hostname) ? undefined : url.hostname;
}

type EachToggleProps = {
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  className: string | undefined;
};

/** Shows one by one what a line has summed up. */
export function EachToggle({ isOpen, onToggle, className }: EachToggleProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={className}
      aria-expanded={isOpen}
      onClick={() => onToggle(!isOpen)}
    >
      {isOpen ? t('timeline.hideEach') : t('timeline.showEach')}
    </button>
  );
}
