export function RunsView() {
  return null;
}
