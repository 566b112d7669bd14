import { useId } from 'react';
import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import styles from './select.module.css';
import popup from './popup.module.css';

export type SelectProps<V extends string> = {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onValue: (value: V) => void;
  hiddenLabel?: boolean;
};

export function Select<V extends string>({
  label,
  value,
  options,
  onValue,
  hiddenLabel = false,
}: SelectProps<V>) {
  const id = useId();
  return (
    <div className={styles.field}>
      {hiddenLabel ? null : (
        <span id={id} className={styles.label}>
          {label}
        </span>
      )}
      <BaseSelect.Root
        items={options}
        value={value}
        onValueChange={(chosen) => {
          if (chosen !== null) onValue(chosen);
        }}
      >
        <BaseSelect.Trigger
          className={styles.trigger}
          {...(hiddenLabel ? { 'aria-label': label } : { 'aria-labelledby': id })}
        >
          <BaseSelect.Value className={styles.value} />
          <BaseSelect.Icon className={styles.icon}>
            <ChevronsUpDown size={16} aria-hidden="true" />
          </BaseSelect.Icon>
        </BaseSelect.Trigger>
        <BaseSelect.Portal>
          <BaseSelect.Positioner
            className={popup.positioner}
            sideOffset={4}
            alignItemWithTrigger={false}
          >
            <BaseSelect.Popup className={popup.popup}>
              <BaseSelect.List className={popup.list}>
                {options.map((option) => (
                  <BaseSelect.Item key={option.value} value={option.value} className={popup.item}>
                    <BaseSelect.ItemText className={popup.itemText}>
                      {option.label}
                    </BaseSelect.ItemText>
                    <BaseSelect.ItemIndicator className={popup.after}>
                      <Check size={16} aria-hidden="true" />
                    </BaseSelect.ItemIndicator>
                  </BaseSelect.Item>
                ))}
              </BaseSelect.List>
            </BaseSelect.Popup>
          </BaseSelect.Positioner>
        </BaseSelect.Portal>
      </BaseSelect.Root>
    </div>
  );
}
