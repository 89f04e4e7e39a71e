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

# The language model that extracts, as provider:model, and the one that embeds. Without them Colloquy works by rules
# and by words, and calls nobody. Keys come from the environment (OPENAI_API_KEY, ...) or from a file of mode 0600.
#model: openai:gpt-4o-mini
#embedding-model: openai:text-embedding-3-small
#api-key-file: ./key
#embedding-api-key-file: ./embedding-key

# Where an OpenAI-compatible server listens (llama.cpp, Ollama, vLLM, LM Studio, OpenRouter, ...).
#base-url: http://127.0.0.1:8080/v1
#embedding-base-url: http://127.0.0.1:8081/v1

# Servers that hold the graph (Neo4j) and the vectors (Qdrant), for writing and for reading. Without an address they lie
# in the workspace's folder. NEO4J_URI, NEO4J_USERNAME, NEO4J_DATABASE and QDRANT_URL of the environment are taken too;
# NEO4J_PASSWORD (or NEO4J_BEARER_TOKEN) and QDRANT_API_KEY are taken from there alone, or from .env.
#neo4j-uri: bolt://127.0.0.1:7687
#neo4j-username: neo4j
#neo4j-database: neo4j
#qdrant-url: http://127.0.0.1:6333
#qdrant-collection: default_chunks

# Dimensions of the vectors, and tokens of the model's context window, where the defaults of the model are not wanted
# or not known.
#dimensions: 512
#context-window: 8192

# What may be extracted: types and relations of your own. Items of which the model is less sure are left out.
#ontology: ./ontology.yaml
#min-confidence: 0.5

# Chunks in one call.
#batch-size: 10

# How many calls run at once: auto, or a number that is never exceeded (1 is one after the other).
#max-concurrent: auto

# Both at once: conservative (15 calls x 10 chunks), production (30 x 12) or aggressive (50 x 15).
#preset: production

# Limits a minute of a provider that does not tell them itself: requests and tokens.
#rpm: 500
#tpm: 200000
#embedding-rpm: 3000
#embedding-tpm: 1000000

# How long one call may take, and how long to wait for a provider that answers nobody.
#timeout: 10m
#give-up-after: 10m

# What the run may spend, in US dollars: the next call that would pass it is not sent, and the same command goes on later.
#max-cost: 5

# Prices of your own, which beat or add to the known ones: US dollars a million tokens, a model a line, such as
# openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }
#prices: ./prices.yaml

# Put prompts and replies into traces, too. Where traces go is said by the environment: LANGSMITH_TRACING and
# LANGSMITH_API_KEY, or OTEL_EXPORTER_OTLP_ENDPOINT.
#trace-content: false

# Process at most this many chunks in a run: a small trial before the big run.
#limit: 20

# Leave out the knowledge graph, or the vectors.
#skip-kg: false
#skip-embeddings: false
`;
