/** Puts the cursor into a field with its text chosen, so that typing replaces it. */
export function focusField(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}
