"""The nouns: words, tables and identities. Imports nothing else of Fanous."""
