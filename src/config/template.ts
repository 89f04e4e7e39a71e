/** The configuration that `colloquy init` writes: every option, commented, with its default. */
export const CONFIGURATION_TEMPLATE = `# Colloquy's configuration. Every line is optional; a line that starts with # has no effect.
#
# A flag of the command line beats a variable of the environment, which beats .env, which beats this file.
# An option has the same name everywhere: batch-size here, --batch-size as a flag, COLLOQUY_BATCH_SIZE as
# a variable. Paths are relative to this file. Keys and passwords belong into the environment, not in here.

# The folder with the transcripts, read with all its subfolders.
#transcripts-dir: ./transcripts

# Read only the files that match one of these globs.
#include: ["**/*.vtt", "**/*.srt"]

# A workspace is one graph and one index; give each project its own.
workspace: default

# Where workspaces live: {data-dir}/{workspace}.
#data-dir: .colloquy

# Where logs and reports go: {output-dir}/{workspace}/.
#output-dir: metrics

# The log of all runs, if it is to lie somewhere else.
#log-file: metrics/default/all_files_processings.txt

# Passages in one batch.
#batch-size: 10

# How many batches run at once: auto, or a number (1 is one after the other).
#max-concurrent: auto

# Process at most this many passages in a run: a small trial before the big run.
#limit: 20

# Leave out the knowledge graph, or the vectors.
#skip-kg: false
#skip-embeddings: false
`;
