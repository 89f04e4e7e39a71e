export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

/**
 * The completion script of each shell. The scripts contain no commands and options. For each Tab they call
 * `colloquy completion candidates`, which prints one candidate with its description per line, or `:files` or `:folders`.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  // Works without the package bash-completion, and in bash 3.2, which has no mapfile and no compopt.
  bash: `# Completion of colloquy for bash: source <(colloquy completion bash)
_colloquy() {
  local line path action=
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files) action=file ;;
      :folders) action=directory ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(colloquy completion candidates -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [ -n "$action" ] || return 0
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -A "$action" -- "$2")
}
complete -F _colloquy colloquy
`,
  zsh: `#compdef colloquy
# Completion of colloquy for zsh: source <(colloquy completion zsh), after compinit
_colloquy() {
  local line value
  local -a candidates
  for line in "\${(@f)$(colloquy completion candidates -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case "$line" in
      :files) compset -P '--*='; _files; return ;;
      :folders) compset -P '--*='; _files -/; return ;;
      *$'\\t') candidates+=("\${\${line%$'\\t'}//:/\\\\:}") ;;
      ?*) value="\${line%%$'\\t'*}"; candidates+=("\${value//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  _describe colloquy candidates
}
if [ "$funcstack[1]" = _colloquy ]; then _colloquy "$@"; else compdef _colloquy colloquy; fi
`,
  fish: `# Completion of colloquy for fish: colloquy completion fish | source
function __colloquy_candidates
  set -l token (commandline --current-token --cut-at-cursor)
  set -l words (commandline --current-process --tokenize --cut-at-cursor) "$token"
  for line in (colloquy completion candidates -- $words[2..-1] 2>/dev/null)
    set -l prefix (string match --regex -- '^--[^=]*=' "$token")
    set -l path (string replace -- "$prefix" '' "$token")
    switch "$line"
      case :files
        string replace --regex -- '^' "$prefix" (__fish_complete_path "$path")
      case :folders
        string replace --regex -- '^' "$prefix" (__fish_complete_directories "$path")
      case '*'
        echo "$line"
    end
  end
end
complete --command colloquy --no-files --keep-order --arguments '(__colloquy_candidates)'
`,
};
