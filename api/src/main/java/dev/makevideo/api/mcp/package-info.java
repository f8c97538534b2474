/** What assistants can do over the Model Context Protocol: tools and resources made of routes. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.mcp;
