/** The configuration that `colloquy init` writes: every option, commented, with its default. */
export const CONFIGURATION_TEMPLATE = `# Colloquy's configuration. Every line is optional; a line that starts with # has no effect.
#
# The order of precedence is: flags of the command line, environment variables, .env, this file.
# An option has the same name everywhere: batch-size here, --batch-size as a flag, COLLOQUY_BATCH_SIZE as
# a variable. Paths are relative to this file. Keys and passwords belong in the environment, not in this file.

# The folder of the transcripts, with all its subfolders.
#transcripts-dir: ./transcripts

# Read only the files that match one of these globs.
#include: ["**/*.vtt", "**/*.srt"]

# A workspace is one graph and one index; give each project its own.
workspace: default

# The folder of all workspaces: {data-dir}/{workspace}.
#data-dir: .colloquy

# The folder of logs and reports: {output-dir}/{workspace}/.
#output-dir: metrics

# The log of all runs, if it is not in the output folder.
#log-file: metrics/default/all_files_processings.txt

# The language model for extraction and the embedding model, as provider:model. Without them Colloquy uses rules
# and word matching, and calls no model. Keys come from the environment (OPENAI_API_KEY, ...) or from a file of mode 0600.
#model: openai:gpt-4o-mini
#embedding-model: openai:text-embedding-3-small
#api-key-file: ./key
#embedding-api-key-file: ./embedding-key

# The address of an OpenAI-compatible server (llama.cpp, Ollama, vLLM, LM Studio, OpenRouter, ...).
#base-url: http://127.0.0.1:8080/v1
#embedding-base-url: http://127.0.0.1:8081/v1

# Servers of the graph (Neo4j) and the vectors (Qdrant). Without an address both are files in the workspace's folder.
# The environment variables NEO4J_URI, NEO4J_USERNAME, NEO4J_DATABASE and QDRANT_URL also set them. NEO4J_PASSWORD
# (or NEO4J_BEARER_TOKEN) and QDRANT_API_KEY are read only from the environment and from .env.
#neo4j-uri: bolt://127.0.0.1:7687
#neo4j-username: neo4j
#neo4j-database: neo4j
#qdrant-url: http://127.0.0.1:6333
#qdrant-collection: default_chunks

# Dimensions of the vectors, and tokens of the model's context window, if the model's own values are unsuitable or unknown.
#dimensions: 512
#context-window: 8192

# Your own types and relations for extraction. Items with a lower confidence are left out.
#ontology: ./ontology.yaml
#min-confidence: 0.5

# Chunks per call.
#batch-size: 10

# The maximum of concurrent calls: auto, or a number (1 is one after the other).
#max-concurrent: auto

# Sets both: conservative (15 calls x 10 chunks), production (30 x 12) or aggressive (50 x 15).
#preset: production

# Limits per minute of a provider that does not report them: requests and tokens.
#rpm: 500
#tpm: 200000
#embedding-rpm: 3000
#embedding-tpm: 1000000

# The maximum time of a call, and the maximum wait for a provider that does not reply to any call.
#timeout: 10m
#give-up-after: 10m

# The budget of a run in US dollars. A call that would exceed it is not sent; the same command continues later.
#max-cost: 5

# Your own prices; they replace or complete the known prices. US dollars a million tokens, one model per line, such as
# openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }
#prices: ./prices.yaml

# Include prompts and replies in traces. The environment sets the receiver: LANGSMITH_TRACING and LANGSMITH_API_KEY,
# or OTEL_EXPORTER_OTLP_ENDPOINT.
#trace-content: false

# Process at most this many chunks in a run, for a trial run.
#limit: 20

# Skip extraction, or the vectors.
#skip-kg: false
#skip-embeddings: false
`;
