import type { TFunction } from 'i18next';
import { localCodes, wireCodes } from '../../src-shared/protocol/codes.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import { ownAddress } from '../../src-shared/bridge/views.ts';
import type { HostLogLine } from '../../src-shared/bridge/views.ts';
import { refusalText } from '../ui/refusal-text.ts';

/** A line of the host's log in plain words (R1.9). */
export function logText(t: TFunction, line: HostLogLine): string {
  const { address, port } = line;
  const isHere = address === undefined || address === ownAddress;
  const where = isHere ? t('log.nowhere') : formatAddress({ host: address, port: port ?? 0 });
  const name = line.name ?? t('log.nobody');
  return t(`log.${line.event}`, {
    where,
    name,
    who: line.name ? `${line.name} (${where})` : where,
    port: line.port ?? '',
    reason: reasonText(t, line.code),
    other: line.other ?? t('log.nobody'),
    dialect: line.dialect ? t(`hostPanel.dialect_${line.dialect}`) : '',
    text: line.text ?? '',
    ...contextOf(line),
  });
}

function contextOf({ to, end, text }: HostLogLine): { context?: string } {
  const context = text === undefined ? (to ?? end) : 'text';
  return context ? { context } : {};
}

function reasonText(t: TFunction, code: string | undefined): string {
  if (code === undefined) return '';
  return isRefusalCode(code) ? refusalText(t, { code }) : code;
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(wireCodes, code) || Object.hasOwn(localCodes, code);
}
