export function EntityView() {
  return null;
}
