"""Is Fanous right? Simulated worlds with written truth, and what is measured against them."""
